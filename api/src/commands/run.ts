import type { INestApplicationContext } from '@nestjs/common';
import type { RunStepView, RunView } from '#core/contract';
import { RunRequests, Runs } from '#data/pipelines';
import { LOCAL_OPERATOR } from '#platform/identity';
import { JobWorker } from '#platform/queue';
import { withApp } from './context.js';

/** `run`: one run of a department, by the worker if one lives, else here. Exit code 1 when nothing was published. */
export async function runModule(module: string): Promise<void> {
  const run = await withApp((app) => runHere(app, module));
  process.stdout.write(summary(run));
  if (run.state !== 'published') process.exitCode = 1;
}

/** Asks for a run and waits for its end, telling each finished step on standard error. */
export async function runHere(app: INestApplicationContext, module: string): Promise<RunView> {
  const { runId, jobId } = await app.get(RunRequests).request(LOCAL_OPERATOR, module);
  const runs = app.get(Runs);
  const told = new Set<string>();
  const watching = (await runs.watch(module, runId)).subscribe((run) => tellSteps(run, told));
  try {
    await app.get(JobWorker).runInlineUntil(jobId);
  } finally {
    watching.unsubscribe();
  }
  const run = await runs.view(module, runId);
  tellSteps(run, told);
  return run;
}

function tellSteps(run: RunView, told: Set<string>): void {
  for (const step of run.steps) {
    const key = `${step.kind} ${step.name}`;
    if (told.has(key) || (step.state !== 'done' && step.state !== 'failed')) continue;
    told.add(key);
    process.stderr.write(`  ${step.title}: ${rowsOf(step)}${step.note ? ` (${step.note})` : ''}\n`);
  }
}

function rowsOf(step: RunStepView): string {
  if (step.state === 'failed') return 'failed';
  if (step.kind === 'source') return `${step.read ?? 0} read, ${step.loaded ?? 0} loaded, ${step.rejected ?? 0} rejected`;
  return step.loaded === undefined ? 'done' : `${step.loaded} rows`;
}

function summary(run: RunView): string {
  const failed = run.checks.filter((c) => !c.passed);
  const checks = `${run.checks.length - failed.length} checks passed, ${failed.length} did not`;
  const head =
    run.state === 'published'
      ? `${run.module}: published load ${run.load}; ${checks}.`
      : `${run.module}: ${run.state}. ${run.reason ?? ''} (${checks})`;
  const lines = failed.map((c) => `  ${c.severity === 'warn' ? 'warning' : 'fault'}: ${c.model}, ${c.title}: ${c.detail ?? c.faults}`);
  return `${[head, ...lines].join('\n')}\n`;
}
