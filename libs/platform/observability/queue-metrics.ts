import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Queue, QueueFigures } from '#platform/queue';
import { Metrics, type Reading } from './metrics.js';
import { endsOf, histogramsOf, restartsOf } from './queue-histograms.js';

const ROLES = ['supervisor', 'executor', 'quarantine'] as const;

/** The queue's figures: how much waits and for how long, what became of what was started, and who works. */
@Injectable()
export class QueueMetrics implements OnModuleInit {
  private readonly logger = new Logger('Metrics');

  constructor(
    private readonly metrics: Metrics,
    private readonly queue: Queue,
    private readonly figures: QueueFigures,
  ) {}

  onModuleInit(): void {
    this.depth();
    this.starts();
    this.workers();
  }

  private depth(): void {
    const counts = () => this.queue.counts();
    this.gauge('depth', 'Jobs by name and state.', ['name', 'state'], async () =>
      (await counts()).flatMap(({ name, states }) => Object.entries(states).map(([state, value]) => ({ labels: { name, state }, value }))),
    );
    this.gauge('oldest_seconds', 'How long the longest waiting job has been due.', ['name'], async () =>
      (await counts()).map(({ name, oldestDueAt }) => ({ labels: { name }, value: secondsSince(oldestDueAt) })),
    );
    this.gauge('paused', '1 when no job of the name is started.', ['name'], async () =>
      (await counts()).map(({ name, paused }) => ({ labels: { name }, value: Number(paused) })),
    );
  }

  private starts(): void {
    const all = () => this.figures.all();
    this.metrics.kept('jupiter_queue_ended_total', 'Starts of jobs that ended, by how.', 'counter', () => endsOf(all()));
    this.metrics.kept('jupiter_queue_waited_seconds', 'From due to start.', 'histogram', () => histogramsOf(all(), 'waited'));
    this.metrics.kept('jupiter_queue_ran_seconds', 'From start to end.', 'histogram', () => histogramsOf(all(), 'ran'));
  }

  private workers(): void {
    const live = async () => (await this.queue.workers()).filter((worker) => worker.live);
    this.gauge('workers', 'Processes that live.', ['role'], async () => {
      const workers = await live();
      return ROLES.map((role) => ({ labels: { role }, value: workers.filter((worker) => worker.role === role).length }));
    });
    this.gauge('worker_memory_bytes', 'Memory of the processes that live.', ['role', 'pid'], async () =>
      (await live()).map(({ role, pid, memoryBytes }) => ({ labels: { role, pid: String(pid) }, value: memoryBytes })),
    );
    this.metrics.kept('jupiter_queue_restarts_total', 'How often the place of a process had to be filled again.', 'counter', () =>
      restartsOf(this.figures.all()),
    );
  }

  /** What cannot be read now is left out, and everything else is told. */
  private gauge(name: string, help: string, labelNames: readonly string[], read: () => Promise<readonly Reading[]>): void {
    this.metrics.gauge(`jupiter_queue_${name}`, help, labelNames, () =>
      read().catch((error: unknown) => {
        this.logger.warn({ message: `jupiter_queue_${name} cannot be read`, err: error });
        return [];
      }),
    );
  }
}

const secondsSince = (moment: string | undefined): number => (moment ? Math.max(0, (Date.now() - Date.parse(moment)) / 1000) : 0);
