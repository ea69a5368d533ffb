/** An executor of a drill as a process of its own: `<log> [deaf|broken|slow]`. */
import { runExecutor } from '../../../libs/platform/queue/executor/run-executor.js';
import { drillHandlers } from './drill-handlers.js';

const [log = '', how] = process.argv.slice(2);
if (how === 'broken') throw new Error('this program is broken');
if (how === 'deaf') setInterval(() => undefined, 1000);
else void runExecutor(drillHandlers(log), process);
