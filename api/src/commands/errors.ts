import { messageOf, Problem } from '#core/kernel';

export const twoModules = (modules: readonly string[]): Problem =>
  new Problem('cli.two-modules', 400, `One query asks one module, not ${modules.join(' and ')}.`, 'Ask each module in a query of its own.');

export const unknownMetric = (name: string, known: readonly string[]): Problem =>
  new Problem('cli.unknown-metric', 400, `There is no metric '${name}'.`, `Known metrics: ${known.join(', ')}.`);

export const ambiguousMetric = (name: string, modules: readonly string[]): Problem =>
  new Problem(
    'cli.ambiguous-metric',
    400,
    `Several modules have a metric '${name}'.`,
    `Write ${modules.map((m) => `${m}.${name}`).join(' or ')}.`,
  );

export const badFilter = (option: string, text: string): Problem =>
  new Problem('cli.bad-filter', 400, `'${text}' after ${option} is not of the form dimension=value.`, `For example: ${option} year=2011`);

export const listAndRange = (name: string, bound: string): Problem =>
  new Problem('cli.list-and-range', 400, `'${name}' is filtered by --where and by --${bound}.`, 'Use one of them.');

export const badOrder = (text: string): Problem =>
  new Problem('cli.bad-order', 400, `'${text}' after --order does not say asc or desc.`, 'For example: --order revenue:desc');

export const badLimit = (text: string, most: number): Problem =>
  new Problem('cli.bad-limit', 400, `--limit ${text} is not a number from 1 to ${most}.`, 'Give a number, or leave it out for all rows.');

export const unknownPerson = (account: string): Problem =>
  new Problem('cli.unknown-person', 404, `Nobody is called '${account}'.`, 'Use the account name, as at sign-in.');

export const unknownGeneratedFile = (what: string): Problem =>
  new Problem('cli.unknown-generated-file', 400, `'${what}' is not generated.`, 'Choose env-example or openapi.');

export const unknownJobState = (text: string, known: readonly string[]): Problem =>
  new Problem('cli.unknown-job-state', 400, `No job is in a state '${text}'.`, `The states are: ${known.join(', ')}.`);

export const badNumber = (text: string, most: number): Problem =>
  new Problem('cli.bad-number', 400, `--limit ${text} is not a number from 1 to ${most}.`, 'Give a number, or leave it out.');

export const unreadablePayload = (file: string, error: unknown): Problem =>
  new Problem('cli.unreadable-payload', 400, `${file} holds no payload: ${messageOf(error)}`, 'Name a file with the JSON of the payload.');
