import { Injectable, Logger } from '@nestjs/common';
import type { Request } from 'express';
import type { Problem } from '#core/kernel';
import { Audit } from '#platform/audit';
import { Storage } from '#platform/storage';
import { TooManyAttempts } from './errors.js';
import { originOf } from './origin.js';

/** A sign-in that did not come about. The password is not among it. */
export interface FailedSignIn {
  /** What was typed as a name, made safe. */
  readonly typed: string;
  /** The directory's own code: '525' unknown name, '52e' wrong password, '533' disabled… */
  readonly code: string;
  readonly problem: Problem;
  /** Why the directory failed, for IT. */
  readonly detail?: string;
  readonly request: Request;
}

/** Writes failed sign-ins into the audit. */
@Injectable()
export class SignInLog {
  private readonly logger = new Logger('Identity');

  constructor(
    private readonly storage: Storage,
    private readonly audit: Audit,
  ) {}

  /** Of refusals by the throttle only the first in its window is kept: else whoever is refused could fill the disk. */
  async failed({ typed, code, problem, detail, request }: FailedSignIn): Promise<void> {
    if (problem instanceof TooManyAttempts && !problem.first) return;
    if (problem.status === 503) this.logger.error({ message: 'the directory failed', code, detail });
    const { address, requestId } = originOf(request);
    await this.storage.write((tx) =>
      this.audit.record(tx, {
        actor: typed,
        action: 'sign-in.failed',
        object: `account:${typed}`,
        after: { code, problem: problem.code, detail },
        address,
        requestId,
      }),
    );
  }
}
