import { Problem } from '#core/kernel';

/** One setting that is wrong: what is the matter and what to do about it. */
export interface Fault {
  readonly setting: string;
  readonly message: string;
  readonly remedy: string;
}

/** Every wrong setting at once: one start, one list to work off. */
export const wrongSettings = (faults: readonly Fault[]) =>
  new Problem(
    'configuration.wrong-settings',
    500,
    `${faults.length === 1 ? 'A setting is' : `${faults.length} settings are`} wrong:\n${faults.map((fault) => `  ${fault.setting}: ${fault.message} ${fault.remedy}`).join('\n')}`,
    'Correct them in the environment or in the file .env; .env.example says what each one means.',
    { faults },
  );
