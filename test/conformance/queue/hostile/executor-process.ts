/** An executor whose handlers misbehave: `<log>`. */
import { runExecutor } from '../../../../libs/platform/queue/executor/run-executor.js';
import { hostileHandlers } from './handlers.js';

void runExecutor(hostileHandlers(process.argv[2] ?? ''));
