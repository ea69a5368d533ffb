/**
 * A supervisor's half of the PostgreSQL engine as a process of its own, so that it can be killed: `<database> <url>`. It says
 * 'holds <id> <attempt>' when it was handed a job, and ends it with an effect when it is told to.
 */
import { z } from 'zod';
import { openStorage } from '#platform/storage';
import { rulesOf } from '../../../libs/platform/queue/contract/definition.js';
import type { Claim, EngineEvents } from '../../../libs/platform/queue/contract/engine.js';
import { openPostgresQueue } from '../../../libs/platform/queue/postgres/index.js';

const [file = '', url = ''] = process.argv.slice(2);
const nothing = () => undefined;

async function main(): Promise<void> {
  const storage = await openStorage({ file, entities: [] });
  const engine = openPostgresQueue({ url, storage }).engine();
  const held: Claim[] = [];
  const events: EngineEvents = {
    jobs: (_, claims) => {
      held.push(...claims);
      for (const { id, attempt } of claims) process.send?.(`holds ${id} ${attempt}`);
    },
    ...{ cancel: nothing, stale: nothing, refused: nothing, quarantine: nothing, trouble: nothing },
  };
  await engine.open([rulesOf({ name: 'work', title: '', payload: z.unknown() })], events);
  engine.join({ id: 'e', lane: 'normal' });
  engine.credit('e', 10);
  process.on('message', () => {
    engine.end(
      'e',
      held.splice(0).map(({ id, attempt }) => ({
        ...{ id, attempt },
        ending: { kind: 'done', result: '"by the one that was killed"', effect: [effectOf(id, attempt)] },
      })),
    );
  });
}

const effectOf = (id: string, attempt: number) => ({
  sql: 'INSERT INTO effect (job, value) VALUES (?, ?)',
  parameters: [Number(id), `${id}/${attempt}`],
});

void main();
