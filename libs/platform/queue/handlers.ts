import { Injectable } from '@nestjs/common';
import type { Wanted } from './contract/engine.js';
import type { Handler } from './contract/job.js';
import { handlerTwice } from './errors.js';

/** Who runs which job. A library adds its handlers when it is initialised. */
@Injectable()
export class Handlers {
  private readonly byName = new Map<string, Handler<unknown>>();

  /** Throws when the name is taken. */
  add<P, R>(handler: Handler<P, R>): void {
    if (this.byName.has(handler.name)) throw handlerTwice(handler.name);
    this.byName.set(handler.name, handler as Handler<unknown>);
  }

  find(name: string): Handler<unknown> | undefined {
    return this.byName.get(name);
  }

  /** What a worker with these handlers may claim. */
  wanted(): Wanted[] {
    return [...this.byName.values()].map(({ name, concurrency }) => ({ name, concurrency }));
  }
}
