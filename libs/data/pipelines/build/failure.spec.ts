import { Problem } from '#core/kernel';
import { inWords } from './failure.js';

describe('why a run failed', () => {
  it('is told in words where people can mend it', () => {
    expect(inWords(new Problem('a.b', 422, "'a.csv' is empty.", 'Export it again.'))).toBe("'a.csv' is empty. Export it again.");
    expect(inWords(new Error('cannot read properties of undefined'))).toBeUndefined();
  });

  it('is a full disk however it is said, without the names of files on the server', () => {
    for (const said of [
      "ENOSPC: no space left on device, copyfile '/srv/data/facts-1.duckdb' -> '/srv/data/facts-2.building'",
      'SqliteError: database or disk is full',
      'IO Error: Could not write file "/srv/data/stage-2.building": No space left on device',
    ])
      expect(inWords({ message: said })).toBe("The disk that holds Jupiter's data is full. Ask IT to free space there, then run again.");
  });
});
