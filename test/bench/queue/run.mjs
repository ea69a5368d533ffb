/** `npm run bench:queue`: Jupiter's queue and its peers, side by side. `--quick`: one round, less patience. Names of contestants: only those. */
import { cpus } from 'node:os';
import { say } from '../../../deploy/bootstrap/project.mjs';
import { contestants } from './contestants.mjs';
import { Ground } from './ground.mjs';
import { Rounds } from './rounds.mjs';
import { NotHere, startPostgres, startRedis } from './servers.mjs';
import { showFigures } from './table.mjs';

const quick = process.argv.includes('--quick');
const named = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const effort = quick ? { rounds: 1, forMs: 600, samples: 40 } : { rounds: 2, forMs: 1500, samples: 100 };

const wanted = contestants.filter(({ name }) => named.length === 0 || named.includes(name));
const ground = await Ground.lay();
const servers = new Map();
try {
  const absent = await startServers();
  const here = wanted.filter(({ server }) => server === undefined || servers.has(server));
  say(`Measuring ${here.length} contestants ${ground.describe()} …`);
  const rounds = new Rounds(ground, servers, effort);
  await rounds.run(here);
  console.log(`\nThe queue, ${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}, ${ground.describe()}.\n`);
  console.log(showFigures(wanted, rounds, absent));
} finally {
  for (const server of servers.values()) await server.stop();
  await ground.leave();
}

/** Starts what the contestants need, and gives why those that are not here are not. */
async function startServers() {
  const starts = {
    'redis-everysec': () => startRedis(ground, 'everysec'),
    'redis-always': () => startRedis(ground, 'always'),
    postgres: () => startPostgres(ground),
  };
  /** @type {Map<string, string>} */
  const absent = new Map();
  for (const [name, start] of Object.entries(starts)) {
    if (!wanted.some(({ server }) => server === name)) continue;
    try {
      servers.set(name, await start());
    } catch (error) {
      if (!(error instanceof NotHere)) throw error;
      absent.set(name, error.message);
    }
  }
  return absent;
}
