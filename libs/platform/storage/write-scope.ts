import { AsyncLocalStorage } from 'node:async_hooks';
import { foreignAwait, nestedWrite, writeOutside } from './errors.js';

/** One transaction's stretch of code. TypeORM's awaits are microtasks, so the event loop must not turn before it ends. */
interface Stretch {
  open: boolean;
  overstayed: boolean;
}

/** Knows whether the running code belongs to the open write transaction, and whether that waited for anything foreign. */
export class WriteScope {
  private readonly current = new AsyncLocalStorage<Stretch>();
  private unguarded = true;

  /** From now on statements that change rows are refused outside of a write. Opening and migrating come before. */
  guard(): void {
    this.unguarded = false;
  }

  /** Lets `work` change rows without a write: for migrations only. */
  async withoutGuard<T>(work: () => Promise<T>): Promise<T> {
    this.unguarded = true;
    try {
      return await work();
    } finally {
      this.unguarded = false;
    }
  }

  /** Throws when called from inside an open write, which would wait for itself. */
  refuseNesting(): void {
    if (this.current.getStore()?.open) throw nestedWrite();
  }

  /** Throws unless the running code belongs to the open write and has waited for nothing foreign. */
  check(sql: string): void {
    if (this.unguarded) return;
    const stretch = this.current.getStore();
    if (!stretch?.open) throw writeOutside(sql);
    if (stretch.overstayed) throw foreignAwait();
  }

  /** Runs `work` as the open write. `begin` may wait (for another process); from its end on nothing foreign may be awaited. */
  run<T>(begin: () => Promise<void>, work: (stayed: () => void) => Promise<T>): Promise<T> {
    const stretch: Stretch = { open: true, overstayed: false };
    return this.current.run(stretch, async () => {
      let turn: NodeJS.Immediate | undefined;
      try {
        await begin();
        turn = setImmediate(() => {
          stretch.overstayed = true;
        });
        return await work(() => {
          if (stretch.overstayed) throw foreignAwait();
        });
      } finally {
        clearImmediate(turn);
        stretch.open = false;
      }
    });
  }
}
