import { Injectable } from '@nestjs/common';
import { Directory } from './directory/directory.js';
import { faultOf } from './directory/directory-fault.js';

const DEADLINE_MS = 2000;

/** Whether people could sign in now. */
@Injectable()
export class DirectoryHealth {
  readonly name = 'directory';

  constructor(private readonly directory: Directory) {}

  /** Asks the directory who it is. Answers within 2 seconds; the code is IT's. */
  async check(): Promise<{ ok: boolean; detail: string }> {
    try {
      await this.directory.answers(DEADLINE_MS);
      return { ok: true, detail: this.directory.isDemo ? 'demo' : 'ldaps' };
    } catch (error) {
      return { ok: false, detail: faultOf(error, false).code };
    }
  }
}
