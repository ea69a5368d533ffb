import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { Problem } from '#core/kernel';
import { type CsvFile, csv, describe as declared, source, text } from '#core/kit';
import { type Reject, readCsv, type TypedRow } from '#data/pipelines';

/** Files that people and programs really wrote, kept beside the project; `golden` says what good readers make of them. */
const FOLDER = resolve(__dirname, '../../../../shared/data/csv');
const HOSTILE = resolve(FOLDER, '../hostile');
const SKIPPED = 'SKIPPED: ../shared/data/csv is not on this machine, so there are no real files to read';

/** Where our reading differs from the golden one, and why that is meant. Every other golden file must match row by row. */
const MEANT: Record<string, { loaded: number; rejected: number; why: string }> = {
  'pollock-polluted__file_field_delimiter_0x20.csv': { loaded: 34, rejected: 49, why: 'values hold the delimiter without quotes' },
  'pollock-polluted__file_quotation_char_0x27.csv': { loaded: 50, rejected: 33, why: 'values hold apostrophes, which quote here' },
  'pollock-polluted__file_multitable_same.csv': { loaded: 165, rejected: 1, why: 'the second table is read, its header as a row' },
  'pollock-polluted__row_extra_quote4_col3.csv': { loaded: 82, rejected: 1, why: 'a stray quote breaks its own line only' },
  'pollock-polluted__row_field_delimiter_40_0x20.csv': { loaded: 82, rejected: 1, why: 'one line has another delimiter' },
  'pollock-survey__Feb-2016.csv': { loaded: 25, rejected: 0, why: 'the golden reading leaves two lines of footnotes out' },
  'pollock-survey__Wine_Cellar_Consumption_dataset_14-15.csv': {
    loaded: 223,
    rejected: 0,
    why: 'the golden reading repairs apostrophes that an earlier program wrote as U+0092',
  },
};
/** Files without a golden reading that have rejects. All others load every record. */
const REJECTS: Record<string, number> = {
  'duckdb__inconsistencies__inconsistent_columns_6.csv': 1,
  'duckdb__rejects__frankstein__nightmare.csv': 3,
  'duckdb__soccer_kaggle.csv': 14,
  'duckdb__unescaped_quotes__some_escaped_some_not.csv': 2,
};

async function read(folder: string, names: readonly string[], from: CsvFile) {
  const fields = Object.fromEntries(names.map((column, i) => [`c${i}`, text({ optional: true, column })]));
  const rows: TypedRow[] = [];
  const rejects: Reject[] = [];
  const taker = { rows: (more: TypedRow[]) => void rows.push(...more), rejects: (more: Reject[]) => void rejects.push(...more) };
  const settling = { youngMs: 0, apartMs: 0 };
  const reading = await readCsv(declared(source('any', { title: 'Any', from, fields })), folder, taker, { settling });
  expect(reading.read).toBe(reading.loaded + reading.rejected);
  expect([rows.length, rejects.length]).toEqual([reading.loaded, reading.rejected]);
  return { ...reading, values: rows.map((row) => row.slice(0, -2).map((value) => value ?? '')), rejects };
}

/** The names in a file's header: what the reader says it found when a column is asked for that no file has. */
async function headerOf(folder: string, from: CsvFile): Promise<string[]> {
  try {
    await read(folder, ['no such column'], from);
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    const found = ((error as Problem).details?.['found'] ?? []) as string[];
    return found.filter((name, i) => name !== "''" && !name.includes('\\u') && found.indexOf(name) === i && found.lastIndexOf(name) === i);
  }
  return [];
}

function delimiterOf(path: string): string {
  const [first = ''] = readFileSync(path)
    .subarray(0, 400)
    .toString('latin1')
    .replaceAll('\0', '')
    .split(/[\r\n]/);
  return [',', ';', '\t', '|'].reduce((best, next) => (first.split(next).length > first.split(best).length ? next : best));
}

interface Golden {
  readonly parameters: { delimiter: string; quotechar: string; header_lines: number | string; column_names: string[] };
}

const isThere = existsSync(FOLDER);
const files = isThere ? readdirSync(FOLDER).filter((name) => name !== 'golden' && name !== 'SOURCES.tsv') : [];
const goldenFile = (name: string, ending: string) => join(FOLDER, 'golden', name + ending);
const annotated = files.filter((name) => existsSync(goldenFile(name, '.json')) && name !== 'pollock-survey__locations-1998.csv');
const objects = files.filter((name) => existsSync(goldenFile(name, '.objects.json')));
const others = files.filter((name) => !existsSync(goldenFile(name, '.json')));

(isThere ? describe : describe.skip)(isThere ? 'real files' : SKIPPED, () => {
  it.each(annotated.length > 0 ? annotated : [''])('%s reads as annotated by hand', async (name) => {
    const { parameters: p } = JSON.parse(readFileSync(goldenFile(name, '.json'), 'utf8')) as Golden;
    const header = Number(p.header_lines) === 1;
    const options = { delimiter: p.delimiter, quote: p.quotechar || null };
    const names = p.column_names.map((column, i) => (header ? column.trim() : `c${i}`));
    const from = header ? csv(name, options) : csv(name, { ...options, columns: names });
    const usable = names
      .map((column, i) => ({ column, i }))
      .filter(({ column }) => column !== '' && names.indexOf(column) === names.lastIndexOf(column));
    const result = await read(
      FOLDER,
      usable.map(({ column }) => column),
      from,
    );
    const [, ...clean] = parse(readFileSync(goldenFile(name, '.clean.csv')), { relax_column_count: true }) as string[][];
    const expected = clean.map((row) => usable.map(({ i }) => row[i]));
    const meant = MEANT[name];
    if (!meant) return expect(result.values).toEqual(expected);
    expect({ loaded: result.loaded, rejected: result.rejected }).toEqual({ loaded: meant.loaded, rejected: meant.rejected });
    return undefined;
  });

  it.each(objects.length > 0 ? objects : [''])('%s reads as its authors say', async (name) => {
    const content = JSON.parse(readFileSync(goldenFile(name, '.objects.json'), 'utf8')) as
      | Record<string, string>
      | Record<string, string>[];
    const golden = Array.isArray(content) ? content : [content];
    // The telephone number differs between one file and its golden reading; all else is compared.
    const columns = Object.keys(golden[0] ?? {}).filter((column) => column !== 'Contact Phone Number');
    const { values } = await read(FOLDER, columns, csv(name));
    // One file has lost the CRLFs of its golden reading.
    const comparable = (value: unknown) => String(value).replaceAll('\r\n', '\n');
    expect(values.map((row) => row.map(comparable))).toEqual(golden.map((row) => columns.map((column) => comparable(row[column]))));
  });

  it.each(others.length > 0 ? others : [''])('%s is counted to the last record', async (name) => {
    const from = csv(name, { delimiter: delimiterOf(join(FOLDER, name)) });
    const names = await headerOf(FOLDER, from);
    if (names.length === 0) return;
    const { rejected, read: records } = await read(FOLDER, names, from);
    expect(rejected).toBe(REJECTS[name] ?? 0);
    expect(records - rejected).toBeGreaterThan(name === 'messytables__small.csv' ? -1 : 0);
  });

  it('knows an empty file for what it is', async () => {
    await expect(read(FOLDER, ['a'], csv('pollock-survey__locations-1998.csv'))).rejects.toMatchObject({ code: 'pipelines.empty-file' });
  });

  it('survives lists of attacks, as one column and as many', async () => {
    for (const folder of readdirSync(HOSTILE).filter((entry) => !entry.includes('.'))) {
      for (const name of readdirSync(join(HOSTILE, folder))) {
        const text = readFileSync(join(HOSTILE, folder, name), 'utf8');
        const whole = await read(join(HOSTILE, folder), ['payload'], csv(name, { columns: ['payload'], delimiter: '\u001f', quote: null }));
        expect(whole.read).toBe(text.replace(/(\r\n|\r|\n)+$/, '').split(/\r\n|\r|\n/).length);
        await read(join(HOSTILE, folder), ['a', 'b'], csv(name, { columns: ['a', 'b'] }));
      }
    }
  });
});
