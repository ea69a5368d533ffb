import { type ChildProcess, fork } from 'node:child_process';
import { emptyFlight, readFlight } from '../executor/flight-recorder.js';
import { type Envelope, type FromExecutor, opened, type Settings, type ToExecutor } from '../executor/protocol.js';
import type { ExecutorEnd, ExecutorLink, LinkEvents } from './executor-link.js';
import type { Program, Resolved } from './options.js';
import { eachLine, LastLines } from './output-lines.js';

/** What it said before it died is still in the pipe when the system tells of its death; a grandchild may hold the pipe open for ever. */
const LAST_MESSAGES_MS = 200;

type Forked = Extract<Program, { file: string }>;

/** An executor as a process of its own. Throws when the system cannot fork. */
export function forkExecutor(program: Forked, settings: Settings, print: Resolved['print'], events: LinkEvents): ExecutorLink {
  emptyFlight(settings.flight, settings.concurrency);
  const child = fork(program.file, [...(program.args ?? [])], {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    windowsHide: true,
    ...(program.execArgv && { execArgv: [...program.execArgv] }),
    ...(program.env && { env: program.env }),
  });
  const words = listen(child, print);
  child.on('message', (envelope) => {
    const message = opened<FromExecutor>(envelope);
    if (!message) return; // a handler may send what it likes
    if (message.kind === 'ready') send(child, { kind: 'begin', settings });
    events.message(message);
  });
  whenGone(child, (how) => {
    const end: ExecutorEnd = { how, lastWords: words.text(), started: readFlight(settings.flight) };
    events.gone(end);
  });
  return {
    pid: child.pid ?? 0,
    tell: (message) => send(child, message),
    kill: () => void child.kill('SIGKILL'),
    flight: () => readFlight(settings.flight, 'keep'),
  };
}

function send(child: ChildProcess, message: ToExecutor): void {
  const envelope: Envelope<ToExecutor> = { queue: message };
  if (child.connected) child.send(envelope, () => undefined); // who cannot be told is about to be gone
}

/** Passes on what it prints and keeps its last words. */
function listen({ stdout, stderr }: ChildProcess, print: Resolved['print']): LastLines {
  const words = new LastLines();
  if (stdout) eachLine(stdout, (line) => print(line, 'stdout'));
  if (stderr)
    eachLine(stderr, (line) => {
      words.add(line);
      print(line, 'stderr');
    });
  return words;
}

/** Tells once how the process ended: after its last message and its last words, or a moment after its death. */
function whenGone(child: ChildProcess, tell: (how: string) => void): void {
  let told = false;
  const once = (how: string) => {
    if (told) return;
    told = true;
    tell(how);
  };
  const how = () => (child.signalCode ? `killed by ${child.signalCode}` : `exit code ${child.exitCode}`);
  child.on('error', (error) => {
    if (child.pid === undefined) once(`could not start: ${error.message}`);
  });
  child.on('exit', () => setTimeout(() => once(how()), LAST_MESSAGES_MS));
  child.on('close', () => once(how()));
}
