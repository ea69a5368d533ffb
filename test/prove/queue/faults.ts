import type { Fault } from './fault.js';
import { diskFaults } from './faults/disks.js';
import { executorFaults } from './faults/executors.js';
import { momentFaults } from './faults/moments.js';
import { nodeFaults } from './faults/nodes.js';

/** All sixteen, in their order. */
export const faults: readonly Fault[] = [...executorFaults, ...nodeFaults, ...momentFaults, ...diskFaults].sort(
  (a, b) => a.number - b.number,
);
