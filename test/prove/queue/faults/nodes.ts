import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, fault, must } from '../fault.js';
import { endedTwice, overlaps } from '../log.js';
import { acknowledgedIn, Producer } from '../producer.js';
import type { World } from '../world.js';

async function nodeKilled(world: World, size: 'short' | 'full'): Promise<string> {
  const file = join(world.notes, 'acknowledged');
  const kills = size === 'short' ? 2 : 4;
  const producer = new Producer({ folder: world.folder, file });
  try {
    for (let kill = 0; kill < kills; kill++) {
      const node = await world.node({ produce: file });
      await sleep(world.random.whole(30, 250));
      await node.gone();
    }
  } finally {
    await producer.killed();
  }
  world.acknowledged.push(...acknowledgedIn(file).map(({ id }) => id));
  await world.node();
  await world.allEnded();
  return `${kills} kills, ${endedTwice(world.entries())} ended twice`;
}

async function twoClaimers(world: World, size: 'short' | 'full'): Promise<string> {
  const rounds = size === 'short' ? 1 : 2;
  await world.add(200, { ms: 5 });
  let refused = 0;
  for (let round = 0; round < rounds; round++) {
    const nodes = [1, 2, 3].map(() => world.started());
    const answers = await Promise.all(nodes.map((node) => node.answered()));
    const up = nodes.filter((_, index) => answers[index]?.kind === 'up');
    must(up.length === 1, `${up.length} supervisors at once: ${JSON.stringify(answers)}`);
    refused += answers.filter(({ kind }) => kind === 'refused').length;
    if (round < rounds - 1) {
      await sleep(world.random.whole(0, 100));
      await up[0]!.gone();
    }
  }
  await world.add(50);
  await world.allEnded();
  return `${refused} supervisors were refused, ${overlaps(world.entries(), new Map()).length} starts beside a killed one`;
}

/** The reply to an enqueue is lost with its sender; the next sender asks for everything again that it has no answer to. */
async function ambiguous(world: World, size: 'short' | 'full'): Promise<string> {
  const file = join(world.notes, 'acknowledged');
  await world.node();
  let again = 0;
  for (let kill = 0; kill < (size === 'short' ? 2 : 4); kill++) {
    const known = new Set(acknowledgedIn(file).map(({ key }) => key));
    let from = 0;
    while (known.has(`r-${from}`)) from++;
    const producer = new Producer({ folder: world.folder, file, prefix: 'r', from, deadly: world.random.whole(1, 150) });
    await producer.gone();
  }
  const answers = acknowledgedIn(file);
  const ids = new Map<string, string>();
  for (const { key, id, known } of answers) {
    must((ids.get(key) ?? id) === id, `request ${key} was answered with ${ids.get(key)} and ${id}`);
    if (known) again++;
    ids.set(key, id);
  }
  world.acknowledged.push(...new Set(ids.values()));
  const twice = world.storage.read('SELECT idempotency_key FROM job GROUP BY idempotency_key HAVING count(*) > 1');
  must(twice.length === 0, `requests that are two jobs: ${JSON.stringify(twice)}`);
  await world.allEnded();
  const [all] = world.storage.read<{ number: number }>('SELECT count(*) AS number FROM job');
  return `${again} requests answered again, ${(all?.number ?? 0) - ids.size} kept whose answer was lost`;
}

export const nodeFaults: readonly Fault[] = [
  fault(2, 'whole node killed, also inside COMMIT', nodeKilled),
  fault(9, 'several supervisors want the same jobs', twoClaimers),
  fault(12, 'answer to an enqueue is lost', ambiguous),
];
