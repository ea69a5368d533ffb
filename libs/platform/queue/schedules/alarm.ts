import type { SchedulerRegistry } from '@nestjs/schedule';

/** Timers run on the monotonic clock, so a wall clock that is put forward, or a laptop that slept, is found by looking. */
const LOOK_EVERY_MS = 30_000;
/** Longer ones are set again by a look before they ring. */
const LONGEST_TIMEOUT_MS = 86_400_000;

/**
 * Rings for each schedule when its slot comes, and for all of them every 30 seconds. The timers are those of @nestjs/schedule;
 * not its CronJob, which follows other rules when clocks jump, and throws inside its timer when a moment has just passed.
 */
export class Alarm {
  private readonly set = new Set<string>();

  constructor(
    private readonly registry: SchedulerRegistry,
    private readonly ring: (name?: string) => void,
  ) {}

  /** Starts to look. */
  start(): void {
    this.registry.addInterval(
      'schedules',
      setInterval(() => this.ring(), LOOK_EVERY_MS),
    );
  }

  /** Rings for a schedule once in so many milliseconds, or not before the next look; forgets what was set for it. */
  in(name: string, milliseconds: number | undefined): void {
    this.forget(name);
    if (milliseconds === undefined || !this.registry.doesExist('interval', 'schedules')) return;
    this.set.add(name);
    this.registry.addTimeout(
      timerOf(name),
      setTimeout(() => this.ring(name), Math.min(Math.max(1, milliseconds), LONGEST_TIMEOUT_MS)),
    );
  }

  stop(): void {
    if (this.registry.doesExist('interval', 'schedules')) this.registry.deleteInterval('schedules');
    for (const name of [...this.set]) this.forget(name);
  }

  private forget(name: string): void {
    if (this.set.delete(name)) this.registry.deleteTimeout(timerOf(name));
  }
}

const timerOf = (name: string) => `schedule:${name}`;
