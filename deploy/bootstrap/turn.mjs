/**
 * One bootstrap at a time: two builds at once would write the same files. The one that comes second waits for its turn.
 * The turn is a file with the holder's process id; its holder touches it, so that one left behind by a crash is noticed.
 */
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { at, say } from './project.mjs';

const file = at('.bootstrap-turn');
const beatMs = 1_000;
const patienceMs = 15_000;

/** Does the work when nobody else in this folder is installing or building. @template T @param {() => Promise<T>} work @returns {Promise<T>} */
export async function inTurn(work) {
  await takeTurn();
  const beat = setInterval(() => utimesSync(file, new Date(), new Date()), beatMs);
  const leave = () => rmSync(file, { force: true });
  process.once('exit', leave);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.off('exit', leave);
    leave();
  }
}

async function takeTurn() {
  for (let told = false, silentSince = performance.now(), lastBeat = 0; !claim(); await sleep(200)) {
    if (!told) say('Another Jupiter is installing or building in this folder; waiting for it …');
    told = true;
    const beat = beatOf();
    if (beat !== lastBeat) silentSince = performance.now();
    lastBeat = beat;
    if (!holderLives() || performance.now() - silentSince > patienceMs) clearAway();
  }
}

function claim() {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function beatOf() {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function holderLives() {
  const holder = holderOf();
  // An empty file is a claim being written this very moment.
  if (!holder) return true;
  try {
    process.kill(holder, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function holderOf() {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
}

/** Renaming first: of two that wait, only one gets to remove what was left behind. */
function clearAway() {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    rmSync(aside, { force: true });
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** @param {unknown} error */
const codeOf = (error) => /** @type {NodeJS.ErrnoException} */ (error).code;
