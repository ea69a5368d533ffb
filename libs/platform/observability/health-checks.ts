import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';

/** What a check found; `detail` is shown to anyone who may reach the probe. */
export interface Finding {
  readonly ok: boolean;
  readonly detail?: string;
}

/** All findings; `ok` when every one is. */
export interface Health {
  readonly ok: boolean;
  readonly checks: Readonly<Record<string, Finding & { readonly milliseconds: number }>>;
}

interface Check {
  readonly look: () => Promise<Finding> | Finding;
  readonly deadlineMs: number;
}

/** What must be well for the process to take requests. Each part adds its own check. */
@Injectable()
export class HealthChecks {
  private readonly logger = new Logger('Health');
  private readonly checks = new Map<string, Check>();

  /** Adds a check; one that throws or has not answered by its deadline has found trouble. */
  add(name: string, look: Check['look'], deadlineMs = 3000): void {
    this.checks.set(name, { look, deadlineMs });
  }

  /** Runs all checks at once. Never throws. */
  async look(): Promise<Health> {
    const found = await Promise.all([...this.checks].map(async ([name, check]) => [name, await this.find(name, check)] as const));
    return { ok: found.every(([, finding]) => finding.ok), checks: Object.fromEntries(found) };
  }

  private async find(name: string, { look, deadlineMs }: Check): Promise<Health['checks'][string]> {
    const start = performance.now();
    const late = new AbortController();
    const deadline = sleep(deadlineMs, { ok: false, detail: `no answer in ${deadlineMs} ms` }, { signal: late.signal });
    try {
      const finding = await Promise.race([Promise.resolve().then(look), deadline]);
      return { ...finding, milliseconds: Math.round(performance.now() - start) };
    } catch (error) {
      this.logger.warn({ message: `${name} is not well`, err: error });
      return { ok: false, detail: 'failed', milliseconds: Math.round(performance.now() - start) };
    } finally {
      late.abort();
      deadline.catch(() => undefined);
    }
  }
}
