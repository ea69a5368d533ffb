import { defineModule, may, type Refresh } from '#core/kit';
import type { Schedule } from '#platform/queue';
import { Registry } from '#platform/registry';
import { Timetable } from './timetable.js';

function declared(refresh: Refresh) {
  const module = defineModule('books', { title: 'Books', icon: 'Money', refresh, roles: { viewer: [may('view')] } });
  const added: Schedule[] = [];
  const schedules = { add: (schedule: Schedule) => added.push(schedule) };
  const configuration = { nightlyAt: '0 2 * * *', timeZone: 'America/New_York' };
  const timetable = new Timetable(new Registry([module]), schedules as never, configuration);
  timetable.onModuleInit();
  return { timetable, names: added.map(({ name }) => name) };
}

describe('the timetable of a module', () => {
  it('has its nightly run at the configured time', () => {
    const { timetable, names } = declared('nightly');
    expect(names).toEqual(['nightly:books']);
    expect(timetable.nextRunAt('books')).toMatch(/T0[67]:00:00\.000Z$/);
  });

  it('has its run on a working day after each month, if it says so', () => {
    const { timetable, names } = declared({ workingDay: 3, after: 'month end', at: '06:00' });
    expect(names).toEqual(['period-end:books']);
    const day = new Date(timetable.nextRunAt('books') ?? '').getUTCDate();
    expect(day).toBeGreaterThanOrEqual(3);
    expect(day).toBeLessThanOrEqual(7);
  });

  it('is empty when it runs by hand', () => {
    const { timetable, names } = declared('by hand');
    expect([names, timetable.nextRunAt('books')]).toEqual([[], undefined]);
  });

  it('refuses a working day that does not exist', () => {
    const declare = () => declared({ workingDay: 0, after: 'month end', at: '06:00' });
    expect(declare).toThrow(expect.objectContaining({ code: 'queue.bad-working-day' }));
  });
});
