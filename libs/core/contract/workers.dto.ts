/** One process of the queue. */
export class WorkerRow {
  id: string;
  role: 'supervisor' | 'executor' | 'quarantine';
  pid: number;
  host: string;
  startedAt: string;
  beatAt: string;
  live: boolean;
  memoryBytes: number;
  /** Over this it is renewed when its jobs have ended; absent where there is no cap. */
  memoryCapBytes?: number;
  /** Jobs it runs now. */
  running: number;
  /** How often its place had to be filled again, and why the last time. */
  restarts: number;
  restartReason?: string;
  /** Its place is not filled before this: it ended too often. */
  backingOffUntil?: string;
}

export class WorkerList {
  workers: WorkerRow[];
}
