import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#platform/audit';
import { CONFIGURATION, type Configuration } from '#platform/configuration';
import type { Viewer } from '#platform/identity';
import { currentRequestId } from '#platform/observability';
import { Storage } from '#platform/storage';
import { noRejects } from '../errors.js';
import { isThere, rejectsFile } from './rejects-file.js';
import { RunViews } from './run-views.js';

/** Hands out the rejected rows of runs. They are rows of the company's, so who took them is remembered. */
@Injectable()
export class Rejects {
  constructor(
    private readonly views: RunViews,
    private readonly storage: Storage,
    private readonly audit: Audit,
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'dataFolder'>,
  ) {}

  /** The path of the file of one source; audited. Throws `unknown-run` and `no-rejects`. */
  async take(viewer: Viewer, module: string, run: string, source: string): Promise<string> {
    const { steps } = await this.views.view(module, run);
    const known = steps.some((step) => step.kind === 'source' && step.name === source);
    const file = rejectsFile(this.configuration.dataFolder, run, source);
    if (!known || !(await isThere(file))) throw noRejects(source, run);
    const deed = { actor: viewer.name, action: 'rejects.exported', object: `run:${run}`, after: { module, source } };
    await this.storage.write((tx) => this.audit.record(tx, { ...deed, requestId: currentRequestId() }));
    return file;
  }
}
