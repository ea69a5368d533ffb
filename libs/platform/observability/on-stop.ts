import { Logger } from '@nestjs/common';

/** After this the process leaves, whatever still runs. */
const DEADLINE_MS = 60_000;

/**
 * Calls `stop` once when the process is asked to end: by SIGINT or SIGTERM, or by the message 'shutdown' (pm2 sends it,
 * as does npm start; Windows has no signals). Then leaves, with 1 if it failed.
 */
export function onStop(stop: () => Promise<void>): void {
  const logger = new Logger('Stop');
  let stopping = false;
  const end = async (reason: string) => {
    if (stopping) return;
    stopping = true;
    logger.log(`stopping: ${reason}`);
    setTimeout(() => process.exit(1), DEADLINE_MS).unref();
    try {
      await stop();
      process.exit(0);
    } catch (error) {
      logger.error(error);
      process.exit(1);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(signal));
  process.on('message', (message) => {
    if (message === 'shutdown') void end('message');
  });
}
