import type { PreparedJob } from '../contract/engine.js';
import type { Enqueued } from '../contract/job.js';

type Answers = (Enqueued | Error)[];
interface Request {
  readonly jobs: readonly PreparedJob[];
  resolve(answers: Answers): void;
  reject(error: unknown): void;
}

const MOST_AT_ONCE = 2000;

/** Group commit without an engine: what comes while one transaction is written goes into the next one. */
export class AddLine {
  private waiting: Request[] = [];
  private writing = false;

  /** `write` keeps all jobs in one transaction and answers in their order. */
  constructor(private readonly write: (jobs: readonly PreparedJob[]) => Promise<Answers>) {}

  add(jobs: readonly PreparedJob[]): Promise<Answers> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ jobs, resolve, reject });
      if (!this.writing) void this.writeAll();
    });
  }

  private async writeAll(): Promise<void> {
    this.writing = true;
    await new Promise((resolve) => setImmediate(resolve)); // all callers of this turn, and out of whatever transaction this one is in
    while (this.waiting.length > 0) await this.writeSome(this.next());
    this.writing = false;
  }

  private next(): Request[] {
    let jobs = 0;
    const most = this.waiting.findIndex((request) => {
      jobs += request.jobs.length;
      return jobs > MOST_AT_ONCE;
    });
    return this.waiting.splice(0, most === -1 ? this.waiting.length : Math.max(1, most));
  }

  private async writeSome(requests: readonly Request[]): Promise<void> {
    try {
      const answers = await this.write(requests.flatMap(({ jobs }) => jobs));
      for (const { jobs, resolve } of requests) resolve(answers.splice(0, jobs.length));
    } catch (error) {
      for (const { reject } of requests) reject(error);
    }
  }
}
