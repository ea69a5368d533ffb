/** An executor of the proofs: `<log>`. */
import { runExecutor } from '../../../../libs/platform/queue/executor/run-executor.js';
import { handlersOfProof } from '../work.js';

void runExecutor(handlersOfProof(process.argv[2] ?? ''));
