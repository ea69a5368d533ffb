import { Problem } from '#core/kernel';

/** An address or a command names what cannot be a job's id. */
export const noJobId = () =>
  new Problem('operations.no-job-id', 404, 'There is no job of that id: ids are numbers.', 'Look the id up in the list of jobs.');

/** Nobody declares the name. */
export const unknownQueue = () =>
  new Problem('operations.unknown-queue', 404, 'No queue has that name.', 'Look the name up in the counts of the jobs.');

/** No schedule has the name. */
export const unknownSchedule = () =>
  new Problem('operations.unknown-schedule', 404, 'No schedule has that name.', 'Look the name up in the list of schedules.');

/** What has ended cannot be cancelled. */
export const jobEnded = (id: string) =>
  new Problem('operations.job-ended', 409, `The job ${id} has ended already.`, 'Nothing is left to cancel. To run it again, replay it.');

/** Bulk without saying of what would be everything. */
export const nothingSelected = () =>
  new Problem(
    'operations.nothing-selected',
    400,
    'It is not said which jobs.',
    'Give either ids, or where with at least one of state, name and key.',
  );

/** Jobs in these states cannot be taken. */
export const wrongStates = (deed: 'replay' | 'cancel', states: readonly string[], allowed: readonly string[]) =>
  new Problem(
    'operations.wrong-states',
    400,
    `Jobs that are ${states.join(' or ')} cannot be ${deed === 'replay' ? 'replayed' : 'cancelled'}.`,
    `Choose among: ${allowed.join(', ')}.`,
  );
