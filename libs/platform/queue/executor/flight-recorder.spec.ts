import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyFlight, FlightRecorder, readFlight } from './flight-recorder.js';

describe('A flight recorder', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'flight-'));
    file = join(folder, 'flight');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('knows which jobs had started and not ended, whatever became of its process', () => {
    emptyFlight(file, 3);
    const recorder = new FlightRecorder(file, 3);
    for (const ticket of [1, 2, 2 ** 40]) recorder.started(ticket);
    recorder.ended(2);
    recorder.ended(99);
    expect(readFlight(file, 'keep').sort()).toEqual([1, 2 ** 40]);
    recorder.started(4);
    expect(() => recorder.started(5)).toThrow('no slot left');
    expect(readFlight(file).sort()).toEqual([1, 2 ** 40, 4]);
    expect(existsSync(file)).toBe(false);
    recorder.close();
  });

  it('charges nobody when its file is gone', () => {
    expect(readFlight(file)).toEqual([]);
  });
});
