import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Cell } from '#core/contract';
import { workbookFailed } from './errors.js';
import type { FromThread, ToThread, WorkbookPlan } from './workbook-thread.js';

type Rows = readonly (readonly Cell[])[];

/** A hundred thousand wide rows fit; more would be a fault, and must not take the process with it. */
const THREAD_MEMORY_MB = 1536;

let line: Promise<unknown> = Promise.resolve();

/**
 * An Excel workbook of the rows that `feed` appends. It is made in a thread of its own, one at a time in a process, so that
 * neither the event loop nor the memory suffers from several at once. Throws what `feed` throws, or a Problem.
 */
export function makeWorkbook(plan: WorkbookPlan, feed: (append: (rows: Rows) => void) => Promise<void>): Promise<Buffer> {
  const turn = line.then(() => inThread(plan, feed));
  line = turn.catch(() => undefined);
  return turn;
}

async function inThread(plan: WorkbookPlan, feed: (append: (rows: Rows) => void) => Promise<void>): Promise<Buffer> {
  const file = join(__dirname, `workbook-thread${extname(__filename)}`);
  const thread = new Worker(file, { workerData: plan, resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MB } });
  const send = (message: ToThread): void => thread.postMessage(message);
  try {
    const finished = answerOf(thread);
    await Promise.race([feed((rows) => send({ rows })), finished]);
    send({ finish: true });
    return await finished;
  } finally {
    await thread.terminate();
  }
}

/** The finished file; a thread that dies or stops without a word is a Problem. */
function answerOf(thread: Worker): Promise<Buffer> {
  const answer = new Promise<Buffer>((resolve, reject) => {
    thread.once('message', (message: FromThread) => {
      if ('file' in message) resolve(Buffer.from(message.file.buffer, message.file.byteOffset, message.file.byteLength));
      else reject(workbookFailed(message.failed));
    });
    thread.once('error', (error) => reject(workbookFailed(String(error))));
    thread.once('exit', () => reject(workbookFailed('the writer stopped early')));
  });
  answer.catch(() => undefined);
  return answer;
}
