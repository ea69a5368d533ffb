import { Problem } from '#core/kernel';

/** A setting that keeps rows safe was not accepted. */
export const notDurable = (pragma: string, value: unknown) =>
  new Problem('sqlite.not-durable', 500, `SQLite answers ${pragma} = ${String(value)}.`, 'Put the data folder on a local disk.');
