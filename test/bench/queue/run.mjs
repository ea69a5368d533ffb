/** `npm run bench:queue`: Jupiter's queue and its peers, side by side. `--quick`: one round, less patience. Names of contestants: only those. */
import { cpus } from 'node:os';
import { say } from '../../../deploy/bootstrap/project.mjs';
import { contestants } from './contestants.mjs';
import { depth } from './depth.mjs';
import { Ground } from './ground.mjs';
import { peersMissing } from './peers-installed.mjs';
import { Rounds } from './rounds.mjs';
import { NotHere, startPostgres, startRedis } from './servers.mjs';
import { showFigures } from './table.mjs';
import { judge, showTargets } from './targets.mjs';
import { deaths, idle } from './watching.mjs';

const quick = process.argv.includes('--quick');
const named = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const effort = quick
  ? { rounds: 1, forMs: 600, samples: 40, many: 100_000, idleMs: 5_000, deaths: 1 }
  : { rounds: 2, forMs: 1500, samples: 100, many: 1_000_000, idleMs: 20_000, deaths: 5 };

const wanted = contestants.filter(({ name, extra }) => (named.length === 0 ? !(quick && extra) : named.includes(name)));
const own = contestants[0];
const apart = contestants[1];
let failed = false;
const ground = await Ground.lay();
const servers = new Map();
try {
  const absent = await startServers();
  const peersAbsent = wanted.some(({ driver }) => driver.includes('/peers/')) ? await peersMissing() : undefined;
  const absence = ({ driver, server }) => absent.get(server ?? '') ?? (driver.includes('/peers/') ? peersAbsent : undefined);
  const here = wanted.filter((contestant) => absence(contestant) === undefined);
  say(`Measuring ${here.length} contestants ${ground.describe()} …`);
  const rounds = new Rounds(ground, servers, effort);
  await rounds.run(here);
  const watched = await ownTargets(rounds);
  console.log(`\nThe queue, ${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}, ${ground.describe()}.\n`);
  console.log(showFigures(wanted, rounds, absence));
  if (wanted.includes(own)) console.log(`\n${showTargets([...judge(rounds.figures), ...watched])}`);
  process.exitCode = failed || [...rounds.failures.keys()].some((name) => name.startsWith('jupiter')) ? 1 : 0;
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

/** What is measured of Jupiter alone. @param {Rounds} rounds */
async function ownTargets(rounds) {
  if (!wanted.includes(own)) return [];
  const parts = {
    depth: () => depth(rounds, own, { ...effort, rounds: effort.rounds + 1 }),
    deaths: () => deaths(rounds, apart, effort.deaths),
    idle: () => idle(rounds, apart, effort.idleMs),
  };
  const judged = [];
  for (const [name, measure] of Object.entries(parts)) {
    say(`  ${name} …`);
    try {
      judged.push(...(await measure()));
    } catch (error) {
      failed = true;
      judged.push({ what: `${name}: ${error.message.split('\n')[0]}`, wanted: '', told: 'COULD NOT BE MEASURED' });
    }
  }
  return judged;
}
