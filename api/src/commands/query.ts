import type { INestApplicationContext } from '@nestjs/common';
import { formatResult, Gate } from '#insight/gate';
import { Audit } from '#platform/audit';
import { Identity, LOCAL_OPERATOR, type Viewer } from '#platform/identity';
import { Registry } from '#platform/registry';
import { Storage } from '#platform/storage';
import { withApp } from './context.js';
import { unknownPerson } from './errors.js';
import { metricsOf, type QueryOptions, queryOf } from './parse-query.js';

type Options = QueryOptions & { readonly as?: string; readonly format: 'table' | 'csv' | 'json' };

/** `query`: figures through the gate, as the person named by --as, or as the local operator. */
export async function query(names: readonly string[], options: Options): Promise<void> {
  const text = await withApp(async (app) => {
    const { module, metrics } = metricsOf(app.get(Registry), names);
    const asked = queryOf(metrics, options);
    const viewer = await viewerOf(app, options.as);
    if (viewer.operator) await recordOperator(app, `module:${module}`, asked);
    const result = await app.get(Gate).query(viewer, module, asked);
    if (result.truncated) process.stderr.write(`There are more rows than the ${result.rows.length} shown.\n`);
    return formatResult(result, options.format);
  });
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

async function viewerOf(app: INestApplicationContext, account: string | undefined): Promise<Viewer> {
  if (account === undefined) return LOCAL_OPERATOR;
  const viewer = await app.get(Identity).viewerFor(account);
  if (viewer) return viewer;
  throw unknownPerson(account);
}

/** The operator passes every rule, so each look is kept. */
async function recordOperator(app: INestApplicationContext, object: string, asked: unknown): Promise<void> {
  await app
    .get(Storage)
    .write((tx) => app.get(Audit).record(tx, { actor: LOCAL_OPERATOR.name, action: 'figures.read', object, after: asked }));
}
