import { Problem } from '#core/kernel';
import { closestFirst } from './closest.js';

const list = (names: readonly string[]): string => (names.length > 0 ? names.join(', ') : 'none');
const choose = (wrong: string, known: readonly string[]): string => `There is: ${list(closestFirst(wrong, known))}.`;

/** What was asked, as an answer repeats it: enough to recognise it. */
const asked = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}…` : text);

/** Says nothing about what exists: who may not look learns no names. */
export const noAccess = (module: string) =>
  new Problem('gate.no-access', 403, `You may not see the figures of ${module}.`, `Ask whoever leads ${module} for the right to view it.`);

export const unknownMetric = (module: string, name: string, known: readonly string[]) =>
  new Problem('gate.unknown-metric', 400, `${module} has no metric '${asked(name)}'.`, choose(name, known), {
    known: closestFirst(name, known),
  });

export const unknownDimension = (metric: string, name: string, known: readonly string[]) =>
  new Problem(
    'gate.unknown-dimension',
    400,
    `'${metric}' cannot be seen by '${asked(name)}': there is no such dimension.`,
    choose(name, known),
    {
      known: closestFirst(name, known),
    },
  );

export const otherModelsDimension = (metric: string, name: string, owners: readonly string[], known: readonly string[]) =>
  new Problem(
    'gate.dimension-of-another-model',
    400,
    `'${metric}' cannot be seen by '${asked(name)}': that is a column of ${owners.join(' and ')}, which it is not computed from.`,
    choose(name, known),
    { known: closestFirst(name, known) },
  );

export const ambiguousDimension = (metric: string, name: string, ways: readonly string[]) =>
  new Problem('gate.ambiguous-dimension', 400, `'${name}' of '${metric}' can mean ${ways.join(' or ')}.`, `Write ${ways.join(' or ')}.`, {
    ways,
  });

export const wrongFilter = (dimension: string, reason: string) =>
  new Problem(
    'gate.wrong-filter',
    400,
    `The filter on '${asked(dimension)}' ${asked(reason)}.`,
    'A filter is a list of values, or {from, to} with one or both ends.',
  );

export const wrongValue = (dimension: string, value: unknown, expected: string) =>
  new Problem(
    'gate.wrong-value',
    400,
    `The filter on '${dimension}' has the value ${asked(JSON.stringify(value) ?? 'undefined')}, which is no ${expected}.`,
    `Expected is: ${expected}.`,
  );

export const unknownOrder = (name: string, known: readonly string[]) =>
  new Problem('gate.unknown-order', 400, `The answer has no column '${asked(name)}' to sort by.`, choose(name, known), { known });

export const wrongAsOf = (asOf: string) =>
  new Problem(
    'gate.wrong-as-of',
    400,
    `'${asked(asOf)}' is neither the number of a load nor a moment.`,
    'Write a load such as 12, or a moment such as 2026-03-31 or 2026-03-31T08:00:00Z.',
  );

export const unknownLoad = (module: string, asOf: string, kept: readonly { load: number; publishedAt: string }[]) =>
  new Problem(
    'gate.unknown-load',
    404,
    `${module} keeps no load as of ${asOf}.`,
    `Kept are: ${list(kept.map(({ load, publishedAt }) => `${load} (${publishedAt})`))}.`,
    { kept: kept.map(({ load }) => load) },
  );

export const noFigures = (module: string) =>
  new Problem(
    'gate.no-figures',
    409,
    `${module} has no figures yet.`,
    `Run ${module}; its figures appear when the run has passed its checks.`,
  );

export const noRowsBehind = (metric: string, reason: string, instead: readonly string[]) =>
  new Problem(
    'gate.no-rows-behind',
    400,
    `The rows behind '${metric}' cannot be listed: ${reason}.`,
    instead.length > 0 ? `Look at the rows behind ${instead.join(' or ')}.` : 'Look at it by more dimensions instead.',
    { instead },
  );

/** A figure that its own rows contradict must not be shown as if it were proven: the declaration of the drill is wrong, or the build is. */
export const rowsDoNotAddUp = (metric: string, where: unknown, load: number, sums: { total: string; figure: string }) =>
  new Problem(
    'gate.rows-do-not-add-up',
    500,
    `The rows behind '${metric}' add up to ${sums.total}, but the figure is ${sums.figure}: they are not shown, because one of both is wrong.`,
    `Tell IT: the drill that the models of '${metric}' declare does not lead to the rows that they add up.`,
    { metric, where, load, ...sums },
  );
