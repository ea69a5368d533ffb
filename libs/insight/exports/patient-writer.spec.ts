import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { PatientWriter } from './patient-writer.js';

describe('the patient writer', () => {
  it('waits until the reader takes more', async () => {
    const to = new PassThrough({ highWaterMark: 4 });
    const writer = new PatientWriter(to);
    let written = 0;
    const writing = (async () => {
      for (const part of ['aaaa', 'bbbb', 'cccc']) {
        await writer.write(part);
        written += 1;
      }
      to.end();
    })();
    await setImmediate();
    expect(written).toBe(0);
    const taken: string[] = [];
    for await (const part of to) taken.push(String(part));
    await writing;
    expect(taken.join('')).toBe('aaaabbbbcccc');
    expect(to.listenerCount('drain')).toBe(1);
  });

  it('stops when the reader has gone, also while it waits', async () => {
    const to = new PassThrough({ highWaterMark: 1 });
    const writer = new PatientWriter(to);
    const waiting = writer.write('more than fits');
    to.destroy();
    await expect(waiting).rejects.toMatchObject({ code: 'exports.reader-gone' });
    await expect(writer.write('again')).rejects.toMatchObject({ code: 'exports.reader-gone' });
  });

  it('gives up a reader who takes nothing', async () => {
    const to = new PassThrough({ highWaterMark: 1 });
    await expect(new PatientWriter(to, 5).write('more than fits')).rejects.toMatchObject({ code: 'exports.reader-idle' });
    to.destroy();
  });
});
