import { Injectable } from '@nestjs/common';
import type { Handler, JobDefinition } from './contract/definition.js';
import { handlerTwice } from './errors.js';

/** What every name of a job means and who runs it. A library adds its handlers when it is initialised, in every process. */
@Injectable()
export class Handlers {
  private readonly byName = new Map<string, Handler>();

  /** Throws when the name is taken. */
  add<P, R>(handler: Handler<P, R>): void {
    const { name } = handler.job;
    if (this.byName.has(name)) throw handlerTwice(name);
    this.byName.set(name, handler as unknown as Handler);
  }

  find(name: string): Handler | undefined {
    return this.byName.get(name);
  }

  definitions(): JobDefinition[] {
    return [...this.byName.values()].map((handler) => handler.job);
  }
}
