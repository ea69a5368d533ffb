import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';

const RESOLUTION_MS = 10;
const WINDOW_MS = 10_000;
/** Nothing in a request may hold the event loop longer; one in a hundred samples over it is worth a line. */
const LIMIT_MS = 20;
/** One long stop in a window hides from the 99th percentile. */
const LIMIT_ONCE_MS = 200;

/** How late the event loop was in a window: 99 of 100 samples at most `p99Ms`, the worst `maxMs`. */
export interface EventLoopDelay {
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** Measures how long the event loop is held, window by window, and logs the windows in which it was too long. */
@Injectable()
export class EventLoopWatch implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('EventLoop');
  private readonly histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private timer?: NodeJS.Timeout;
  private previous: EventLoopDelay = { p99Ms: 0, maxMs: 0 };

  onModuleInit(): void {
    this.histogram.enable();
    this.timer = setInterval(() => this.closeWindow(), WINDOW_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
    this.histogram.disable();
  }

  /** The last full window. */
  get delay(): EventLoopDelay {
    return this.previous;
  }

  /** Ends the window: logs it if it was bad, and starts the next. */
  closeWindow(): void {
    this.previous = { p99Ms: over(this.histogram.percentile(99)), maxMs: over(this.histogram.max) };
    this.histogram.reset();
    if (this.previous.p99Ms > LIMIT_MS || this.previous.maxMs > LIMIT_ONCE_MS) {
      this.logger.warn({ message: 'the event loop was held', ...this.previous, windowMs: WINDOW_MS });
    }
  }
}

/** The histogram counts nanoseconds from sample to sample, the interval between two included. */
function over(nanoseconds: number): number {
  return Math.max(0, Math.round(nanoseconds / 1e5) / 10 - RESOLUTION_MS);
}
