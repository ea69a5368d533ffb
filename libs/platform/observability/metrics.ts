import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Histogram, type Metric, Registry } from 'prom-client';
import { EventLoopWatch } from './event-loop-watch.js';

/** A figure read when it is asked for: labels and value. */
export interface Reading {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A figure that was added up elsewhere, such as in the store; a histogram's parts are told apart by what follows the name. */
export interface KeptReading extends Reading {
  readonly part?: '_bucket' | '_sum' | '_count';
}

/** The figures of the process, in Prometheus's text form. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'jupiter_http_request_seconds',
    help: 'Time to answer, by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  });

  constructor(watch: EventLoopWatch) {
    collectDefaultMetrics({ register: this.registry });
    this.gauge('jupiter_event_loop_delay_seconds', 'How long the event loop was held in the last window.', ['quantile'], () => [
      { labels: { quantile: '0.99' }, value: watch.delay.p99Ms / 1000 },
      { labels: { quantile: '1' }, value: watch.delay.maxMs / 1000 },
    ]);
  }

  /** One answered request. `route` is the pattern, never the path: paths have no end. */
  request(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status }, seconds);
  }

  /** A figure that is read each time the metrics are collected. */
  gauge(name: string, help: string, labelNames: readonly string[], read: () => readonly Reading[] | Promise<readonly Reading[]>): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [this.registry],
      collect: async () => {
        gauge.reset();
        for (const { labels, value } of await read()) gauge.set({ ...labels }, value);
      },
    });
  }

  /** A sum that somebody else keeps, handed on as it is: what the process itself counts would begin at zero with each start. */
  kept(name: string, help: string, type: 'counter' | 'histogram', read: () => readonly KeptReading[]): void {
    const get = () => ({
      ...{ name, help, type },
      values: read().map(({ labels, value, part = '' }) => ({ metricName: `${name}${part}`, labels: { ...labels }, value })),
    });
    this.registry.registerMetric({ name, help, type, get } as unknown as Metric); // the registry asks a metric for no more than this
  }

  /** Everything, now, and the content type it is written in. */
  async render(): Promise<{ type: string; text: string }> {
    return { type: this.registry.contentType, text: await this.registry.metrics() };
  }
}
