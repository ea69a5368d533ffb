import type { RunCheckView, RunStepView } from '#core/contract';
import { firstLine } from '#core/kernel';
import { describe, type ModuleSpec, type RelationSpec } from '#core/kit';
import { buildOrder } from './build-order.js';
import { inWords } from './failure.js';

/** Who keeps what a run notes about itself. */
export interface StepKeeper {
  saveStep(position: number, step: RunStepView): Promise<void>;
  saveChecks(checks: readonly RunCheckView[]): Promise<void>;
}

/** What a step may say while it works. */
export interface StepReport {
  /** Kept at most four times a second. */
  counted(counts: Pick<RunStepView, 'read' | 'loaded' | 'rejected'>): Promise<void>;
  note(text: string): void;
}

/** The steps of a run of this module, in their order, none begun. */
export function plannedSteps(module: ModuleSpec): RunStepView[] {
  const step = (kind: RunStepView['kind'], { name, title }: Pick<RelationSpec, 'name' | 'title'>): RunStepView => ({
    name,
    title,
    kind,
    state: 'waiting',
  });
  return [
    ...module.sources.map((source) => step('source', describe(source))),
    ...buildOrder(module).map((model) => step('model', model)),
    step('checks', { name: 'checks', title: 'Checks' }),
    step('publish', { name: 'publish', title: 'Publish' }),
  ];
}

const SAVE_EVERY_MS = 250;

/** Notes what happens in a run, step by step. */
export class RunLog {
  constructor(
    private readonly steps: readonly RunStepView[],
    private readonly keeper: StepKeeper,
  ) {}

  /** Does the work of one step and notes its begin, its counts and its end; a failure is noted with its remedy and thrown on. */
  async step<T>(kind: RunStepView['kind'], name: string, work: (report: StepReport) => Promise<T>): Promise<T> {
    const position = this.steps.findIndex((candidate) => candidate.kind === kind && candidate.name === name);
    const step = this.steps[position] as RunStepView;
    const save = () => this.keeper.saveStep(position, step);
    Object.assign(step, { state: 'running', startedAt: new Date().toISOString() });
    await save();
    try {
      const result = await work(reportOn(step, save));
      Object.assign(step, { state: 'done', finishedAt: new Date().toISOString() });
      await save();
      return result;
    } catch (error) {
      Object.assign(step, {
        state: 'failed',
        finishedAt: new Date().toISOString(),
        note: joined(step.note, inWords(error) ?? firstLine(error)),
      });
      await save();
      throw error;
    }
  }

  keepChecks(checks: readonly RunCheckView[]): Promise<void> {
    return this.keeper.saveChecks(checks);
  }
}

function reportOn(step: RunStepView, save: () => Promise<void>): StepReport {
  let saved = performance.now();
  return {
    counted: async (counts) => {
      Object.assign(step, counts);
      if (performance.now() - saved < SAVE_EVERY_MS) return;
      saved = performance.now();
      await save();
    },
    note: (text) => {
      step.note = joined(step.note, text);
    },
  };
}

const joined = (before: string | undefined, more: string): string => (before ? `${before} ${more}` : more);
