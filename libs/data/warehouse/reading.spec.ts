import { publish, sale, TemporaryFolder, tickets, totals } from '../../../test/support/ticket-shop.js';
import type { Warehouse } from './index.js';

let folder: TemporaryFolder;
let warehouse: Warehouse;
beforeEach(() => {
  folder = new TemporaryFolder();
  warehouse = folder.open();
});
afterEach(() => folder.remove());

describe('reading', () => {
  it('never fails or mixes loads while new ones are published', async () => {
    await publish(warehouse, [sale('T1', 'S1', '1.00')]);
    const writer = folder.open({ graceMs: 60_000 });
    const reader = folder.open();
    const seen = new Set<number>();
    let publishing = true;
    const readers = Array.from({ length: 3 }, async () => {
      let answers = 0;
      while (publishing) {
        const snapshot = reader.snapshot('shop')!;
        const [[total], [rows]] = await Promise.all([totals(reader, snapshot), tickets(reader, snapshot)]);
        expect(total).toEqual(['S1', `${snapshot.load}.00`]);
        expect(rows?.slice(0, 2)).toEqual(['T1', `${snapshot.load}.00`]);
        seen.add(snapshot.load);
        answers++;
      }
      return answers;
    });
    for (let load = 2; load <= 6; load++) await publish(writer, [sale('T1', 'S1', `${load}.00`)]);
    publishing = false;
    expect((await Promise.all(readers)).every((answers) => answers > 0)).toBe(true);
    expect(reader.snapshot('shop')?.load).toBe(6);
    expect(seen.size).toBeGreaterThan(1);
  });

  it('gives up at its deadline, and the next query runs', async () => {
    const snapshot = await publish(warehouse, [sale('T1', 'S1', '1.00')]);
    const endless = 'select count(*) from range(1000000000) a(i), range(1000) b(j) where a.i * b.j % 7 = 3';
    const many = Array.from({ length: 4 }, () => warehouse.read(snapshot, endless, [], { deadlineMs: 100 }));
    for (const outcome of await Promise.allSettled(many))
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'warehouse.deadline-passed', status: 503 } });
    expect(await totals(warehouse, snapshot)).toEqual([['S1', '1.00']]);
  });

  it('counts its own time only: a taker who is slower than the deadline gets everything', async () => {
    const snapshot = await publish(warehouse, [sale('T1', 'S1', '1.00')]);
    const clock = jest.spyOn(performance, 'now');
    let taken = 0;
    const slowly = (rows: unknown[]) => {
      taken += rows.length;
      const hoursLater = performance.now() + 3_600_000;
      clock.mockImplementation(() => hoursLater);
    };
    await warehouse.each(snapshot, 'select i from range(6000) t(i)', [], slowly, { deadlineMs: 60_000 });
    clock.mockRestore();
    expect(taken).toBe(6000);
  });

  it('hands over large results in chunks, and stops when the taker fails', async () => {
    const snapshot = await publish(warehouse, [sale('T1', 'S1', '1.00')]);
    const sizes: number[] = [];
    await warehouse.each(snapshot, 'select i from range(10000) t(i)', [], (rows) => void sizes.push(rows.length));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2048);
    expect(sizes.reduce((a, b) => a + b)).toBe(10000);
    const failing = warehouse.each(snapshot, 'select i from range(10000) t(i)', [], () => Promise.reject(new Error('disk full')));
    await expect(failing).rejects.toThrow('disk full');
    expect(await warehouse.read(snapshot, 'select 9007199254740993::BIGINT, 42::BIGINT, $1', [null])).toEqual([
      ['9007199254740993', 42, null],
    ]);
  });
});
