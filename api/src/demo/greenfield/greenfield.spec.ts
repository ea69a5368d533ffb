import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Book, type Journal } from './book.js';
import { keepBooks } from './books.js';
import { LAST_DAY, periodOf } from './calendar.js';
import { exportFiles } from './files.js';
import { generateGreenfield } from './index.js';
import { Random } from './random.js';
import { trialBalance } from './trial-balance.js';

/** What version 1 writes. When a change here is meant, raise VERSION in generate.ts and write the new value. */
const BYTES_OF_VERSION_1 = 'def16e529d7267d4ce98109f1825e35e68fbc1deeb9a7f5cc9f9151429be3306';

let folder: string;
let journals: Journal[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'greenfield-'));
  journals = keepBooks();
});
afterAll(() => rm(folder, { recursive: true }));

const centsOf = (lines: Journal['lines']): number => lines.reduce((sum, [, , cents]) => sum + cents, 0);

describe('Greenfield Landscaping', () => {
  it('is the same to the byte every time', () => {
    const hash = createHash('sha256');
    for (const { name, bytes } of exportFiles(journals)) hash.update(name).update(bytes);
    expect(hash.digest('hex')).toBe(BYTES_OF_VERSION_1);
  });

  it('has three years of four branches and six divisions in at least 200,000 lines', () => {
    const lines = journals.flatMap((j) => j.lines.map(([account, division]) => ({ account, division, branch: j.branch, day: j.day })));
    expect(lines.length).toBeGreaterThan(200_000);
    expect(new Set(lines.map((l) => l.branch)).size).toBe(4);
    expect(new Set(lines.filter((l) => l.account.startsWith('4')).map((l) => l.division)).size).toBe(6);
    expect(new Set(lines.map((l) => periodOf(l.day).year))).toEqual(new Set([2024, 2025, 2026]));
    expect(Math.max(...journals.map((j) => j.day))).toBe(LAST_DAY);
  });

  it('balances every journal to 0.00, and refuses one that does not', () => {
    expect(journals.filter((j) => centsOf(j.lines) !== 0)).toEqual([]);
    const lopsided = { day: LAST_DAY, branch: '10', source: 'GL', description: 'Lopsided', lines: [['1010', 'OVH', 1]] } as const;
    expect(() => new Book(new Random(1)).post(lopsided)).toThrow('off by 1 cents');
  });

  it('has a trial balance that holds nothing over all accounts, in every period', () => {
    const held = new Map<string, number>();
    for (const row of trialBalance(journals)) held.set(row.period, (held.get(row.period) ?? 0) + row.closing);
    expect(held.size).toBe(34);
    expect([...held.values()].every((cents) => cents === 0)).toBe(true);
  });

  it('comes in fewer or more papers at another scale, and balances still', () => {
    const small = keepBooks(0.1);
    expect(small.length).toBeLessThan(journals.length / 3);
    expect(small.filter((j) => centsOf(j.lines) !== 0)).toEqual([]);
  });

  it('snows in winter and not in summer', () => {
    const snow = (months: readonly number[]): number =>
      journals
        .filter((j) => !j.entry && months.includes(periodOf(j.day).number))
        .flatMap((j) => j.lines)
        .filter(([account]) => account.startsWith('45'))
        .reduce((sum, [, , cents]) => sum - cents, 0);
    expect(snow([12, 1, 2])).toBeGreaterThan(500_000_000);
    expect(snow([6, 7, 8])).toBe(0);
  });

  it('writes its files once, each in the encoding of the program it stands for', async () => {
    const made = await generateGreenfield(folder);
    expect(made).toMatchObject({ rejectsPlanted: 14, lines: journals.reduce((n, j) => n + j.lines.length, 0) });
    const bytes = (name: string) => readFile(join(folder, name));
    expect((await bytes('accounts.csv')).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect((await bytes('budget.csv')).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xfe]));
    expect((await bytes('divisions.csv')).subarray(0, 2)).toEqual(Buffer.from([0xfe, 0xff]));
    const ledger = await bytes('ledger-2024.csv');
    expect(ledger.includes(Buffer.from([0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72]))).toBe(true); // Müller
    expect(ledger.includes(Buffer.from([0x4f, 0x92, 0x42]))).toBe(true); // O’B
    const before = (await stat(join(folder, 'ledger-2024.csv'))).mtimeMs;
    expect(await generateGreenfield(folder)).toEqual(made);
    expect((await stat(join(folder, 'ledger-2024.csv'))).mtimeMs).toBe(before);
    await rm(join(folder, 'budget.csv'));
    await generateGreenfield(folder);
    expect((await bytes('budget.csv')).length).toBeGreaterThan(100_000);
  }, 60_000);
});
