import {
  type AnyRelation,
  type Check,
  type CsvFile,
  check,
  choice,
  csv,
  date,
  decimal,
  defineModule,
  type Fields,
  integer,
  may,
  model,
  money,
  period,
  source,
  sql,
  text,
} from '#core/kit';
import { validateModules } from './index.js';

const faultsOf = (sources: AnyRelation[], models: AnyRelation[] = []): string[] => {
  const faults = validateModules([
    defineModule('m', { title: 'M', icon: 'X', files: 'data:m', sources, models, roles: { viewer: [may('view')] } }),
  ]);
  expect(faults.every((f) => f.remedy.length > 0)).toBe(true);
  return faults.map((f) => `${f.path}: ${f.message}`);
};
const fieldsOf = (fields: Fields, from: Partial<CsvFile> = {}): string[] =>
  faultsOf([source('s', { title: 'S', from: { ...csv('s.csv'), ...from }, fields })]);

describe('a field', () => {
  it('reads what a file can write', () => {
    expect(fieldsOf({ d: date({ format: 'dd.mm.yyyy' }), e: date({ format: 'yyyy-MM-dd HH:mm' }) })).toEqual([
      "sources.s.d: 'dd.mm.yyyy' is no date format.",
    ]);
    expect(fieldsOf({ n: decimal({ thousands: '.' }), m: decimal({ thousands: '.', decimalMark: ',' }) })).toEqual([
      "sources.s.n: '.' is both decimal mark and thousands separator.",
    ]);
  });

  it('has bounds of its own precision, and choices that differ', () => {
    expect(fieldsOf({ n: money('USD', { min: 0.005 }), c: choice(['a', 'a']) })).toEqual([
      'sources.s.n: The bound 0.005 has more than 2 decimal places.',
      "sources.s.c: Two choices are called 'a'.",
    ]);
  });

  it('has a name that the warehouse can tell from the others', () => {
    expect(fieldsOf({ Amount: integer(), amount: integer() })).toEqual([
      "sources.s.amount: 'amount' differs from another field in capitals only.",
    ]);
    expect(fieldsOf({ constructor: integer() })).toEqual(["sources.s.constructor: 'constructor' is not a usable field name."]);
  });
});

describe('a file', () => {
  it('lies below the folder of its module, and quotes with a sign of its own', () => {
    for (const file of ['../s.csv', '/etc/s.csv', 'C:\\s.csv', 'a\\..\\..\\s.csv'])
      expect(fieldsOf({ n: integer() }, { file })).toEqual([`sources.s.from: '${file}' points outside the module's folder.`]);
    expect(fieldsOf({ n: integer() }, { quote: ',' })).toEqual(["sources.s.from: The quote ',' is not one character of its own."]);
  });
});

describe('a check', () => {
  const lines = source('lines', { title: 'L', from: csv('l.csv'), fields: { no: integer(), kind: text(), amount: money('USD') } });
  const checked = (...checks: Check[]): string[] =>
    faultsOf(
      [lines],
      [
        model('m', {
          title: 'M',
          kind: 'fact',
          grain: ['no'],
          columns: { no: integer(), month: period(), name: text(), amount: money('USD') },
          sql: sql`select 1 from ${lines}`,
          checks,
        }),
      ],
    );

  it('adds up amounts, by columns that both sides have', () => {
    expect(checked(check.balanced('name', ['no']), check.sameTotal(lines.amount, 'amount', { by: ['month'] }))).toEqual([
      "models.m.checks.0: 'name' is not a number and has no total.",
      "models.m.checks.1: 'lines' has no column 'month' to compare by.",
    ]);
  });

  it('names something', () => {
    expect(checked(check.unique([]), check.acceptedValues('name', []))).toEqual([
      'models.m.checks.0: It names nothing to check.',
      'models.m.checks.1: It names nothing to check.',
    ]);
  });
});

describe('a drill', () => {
  it('leads to amounts that are counted alike', () => {
    const rows = source('rows', { title: 'R', from: csv('r.csv'), fields: { no: integer() } });
    const fact = model('f', {
      title: 'F',
      kind: 'fact',
      grain: ['no'],
      columns: { no: integer(), amount: money('EUR') },
      sql: sql`select 1 from ${rows}`,
    });
    const summary = model('s', {
      title: 'S',
      kind: 'summary',
      grain: ['no'],
      columns: { no: integer(), amount: money('USD') },
      sql: sql`select 1 from ${rows}`,
      drill: { amount: fact.amount },
    });
    expect(faultsOf([rows], [fact, summary])).toEqual(["models.s.drill.amount: 'f.amount' is not counted alike."]);
  });
});
