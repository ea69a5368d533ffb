import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '#migrations';
import { migrate, openStorage, type Storage } from '#platform/storage';
import { queueEntities } from './entities.js';
import { Figures } from './figures.js';
import { QueueFigures } from './queue-figures.service.js';

describe('the sums of the queue', () => {
  let folder: string;
  let storage: Storage;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jupiter-figures-'));
    storage = await openStorage({ file: join(folder, 'jupiter.sqlite'), entities: queueEntities, migrations });
    await migrate(storage);
  });
  afterEach(async () => {
    await storage.close();
    await rm(folder, { recursive: true });
  });

  it('grow by what is added, whoever adds it', async () => {
    const kept = new QueueFigures(storage);
    const figures = new Figures();
    figures.ended('run', 'done', 40);
    await Promise.all([kept.add(figures.take()), kept.add([{ name: 'run', figure: 'ended done', value: 2 }]), kept.add([])]);
    expect(new QueueFigures(storage).all()).toEqual([
      { name: 'run', figure: 'ended done', value: 3 },
      { name: 'run', figure: 'ran le 0.1', value: 1 },
      { name: 'run', figure: 'ran sum', value: 0.04 },
    ]);
  });

  it('count why places of processes were filled again', async () => {
    const kept = new QueueFigures(storage);
    for (const [lane, why] of [
      ['normal', 'hang'],
      ['normal', 'hang'],
      ['quarantine', 'crash'],
    ] as const)
      kept.listener.restart?.({ place: 'p', lane, pid: 1, why, reason: 'It did not answer.', delayMs: 20 });
    await kept.add([{ name: 'run', figure: 'ended done', value: 1 }]); // writes come one after the other: those before are kept now
    expect(kept.all().slice(0, 2)).toEqual([
      { name: '', figure: 'restarted executor hang', value: 2 },
      { name: '', figure: 'restarted quarantine crash', value: 1 },
    ]);
  });

  it('are handed over once, and taken back when they could not be kept', () => {
    const figures = new Figures();
    figures.ended('run', 'done', 5);
    const taken = figures.take();
    expect(figures.take()).toEqual([]);
    figures.giveBack(taken);
    expect(figures.take()).toEqual(taken);
  });
});
