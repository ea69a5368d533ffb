import { type MigrationInterface, type QueryRunner, Table, type TableColumnOptions } from 'typeorm';

const text = (name: string): TableColumnOptions => ({ name, type: 'text' });
const optional = (name: string): TableColumnOptions => ({ name, type: 'text', isNullable: true });
const integer = (name: string): TableColumnOptions => ({ name, type: 'integer' });
const optionalInteger = (name: string): TableColumnOptions => ({ name, type: 'integer', isNullable: true });
const number = (name: string, value: number): TableColumnOptions => ({ name, type: 'integer', default: String(value) });
const counted: TableColumnOptions = { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' };
const primary = (name: string, type: 'text' | 'integer'): TableColumnOptions => ({ name, type, isPrimary: true });

const job = new Table({
  name: 'job',
  columns: [
    counted,
    text('name'),
    integer('state'),
    ...['lane', 'priority', 'holds'].map((name) => number(name, 0)),
    number('key_concurrency', 1),
    optionalInteger('turn'),
    ...['attempt', 'failures', 'rescues'].map((name) => number(name, 0)),
    integer('max_attempts'),
    ...['cancel_asked', 'open_parents'].map((name) => number(name, 0)),
    optionalInteger('parent_policy'),
    number('version', 1),
    ...['run_at', 'created_at'].map(integer),
    ...['started_at', 'finished_at'].map(optionalInteger),
    ...['executor', 'key', 'unique_key', 'idempotency_key'].map(optional),
    text('payload'),
    ...['progress', 'result', 'reason'].map(optional),
  ],
  indices: [
    { name: 'job_ready', columnNames: ['name', 'lane', 'priority', 'id'], where: 'state = 0' },
    { name: 'job_delayed', columnNames: ['run_at', 'id'], where: 'state = 1' },
    { name: 'job_blocked', columnNames: ['key', 'turn', 'id'], where: 'state = 2' },
    { name: 'job_aside', columnNames: ['name', 'state', 'id'], where: 'state > 0 AND state < 5' },
    { name: 'job_running', columnNames: ['executor'], where: 'state = 5' },
    { name: 'job_cancelling', columnNames: ['executor'], where: 'state = 5 AND cancel_asked = 1' },
    { name: 'job_ended', columnNames: ['name', 'state', 'id'], where: 'state >= 6' },
    { name: 'job_holder', columnNames: ['key'], where: 'holds = 1' },
    { name: 'job_key', columnNames: ['key', 'id'], where: 'key IS NOT NULL' },
    { name: 'job_unique_key', columnNames: ['unique_key'], where: 'unique_key IS NOT NULL AND state < 6' },
    { name: 'job_idempotency_key', columnNames: ['idempotency_key'], isUnique: true, where: 'idempotency_key IS NOT NULL' },
  ],
});

const beside = [
  new Table({
    name: 'job_worker',
    columns: [
      primary('id', 'text'),
      text('role'),
      integer('pid'),
      ...['host', 'started_at'].map(text),
      ...['beat_at', 'memory_bytes', 'running', 'restarts'].map(integer),
      ...['restart_reason', 'backing_off_until'].map(optional),
    ],
  }),
  new Table({
    name: 'job_event',
    columns: [counted, ...['job_id', 'at'].map(integer), text('kind'), integer('attempt'), optional('detail')],
    indices: [{ name: 'job_event_job', columnNames: ['job_id', 'id'] }],
  }),
  new Table({
    name: 'job_parent',
    columns: [primary('child_id', 'integer'), primary('parent_id', 'integer'), integer('open')],
    indices: [{ name: 'job_parent_parent', columnNames: ['parent_id', 'child_id'] }],
  }),
  new Table({ name: 'job_count', columns: [primary('name', 'text'), primary('state', 'integer'), integer('jobs')] }),
  new Table({ name: 'job_pause', columns: [primary('name', 'text')] }),
  new Table({ name: 'job_rate', columns: [primary('name', 'text'), primary('key', 'text'), text('starts')] }),
];

/** What there was before: a text id, states as words, moments as text. */
const oldJob = new Table({
  name: 'job',
  columns: [
    primary('id', 'text'),
    ...['name', 'payload', 'state', 'run_at', 'created_at'].map(text),
    ...['priority', 'attempt', 'failures', 'rescues', 'max_attempts'].map(integer),
    ...['key', 'unique_key', 'worker_id', 'started_at', 'finished_at', 'progress', 'result', 'reason'].map(optional),
  ],
  indices: [
    { name: 'job_pending', columnNames: ['priority', 'id'], where: "state = 'pending'" },
    { name: 'job_running', columnNames: ['name', 'worker_id'], where: "state = 'running'" },
    { name: 'job_dead', columnNames: ['name'], where: "state = 'dead'" },
    { name: 'job_running_key', columnNames: ['key'], isUnique: true, where: "state = 'running' AND key IS NOT NULL" },
    {
      name: 'job_unique_key',
      columnNames: ['unique_key'],
      isUnique: true,
      where: "unique_key IS NOT NULL AND state IN ('pending', 'running')",
    },
  ],
});
const oldJobWorker = new Table({
  name: 'job_worker',
  columns: [primary('id', 'text'), integer('pid'), ...['host', 'started_at', 'beat_at'].map(text), integer('beats')],
});

const INDICES = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL";
const milliseconds = (column: string) => `CAST(round(unixepoch(${column}, 'subsec') * 1000) AS INTEGER)`;
const moment = (column: string) => `strftime('%Y-%m-%dT%H:%M:%S', ${column} / 1000, 'unixepoch') || printf('.%03dZ', ${column} % 1000)`;
const NOW = "CAST(unixepoch('now', 'subsec') * 1000 AS INTEGER)";

/** A job whose process is not there any more is ready again; one with a key stands in line first, and the first of each line holds its key. */
const COPY_JOBS = `INSERT INTO job (id, name, state, priority, turn, attempt, failures, rescues, max_attempts, run_at, created_at,
    started_at, finished_at, key, unique_key, payload, progress, result, reason)
  SELECT rowid, name,
    CASE WHEN state = 'done' THEN 6 WHEN state = 'cancelled' THEN 7 WHEN state = 'dead' THEN 8
      WHEN state = 'pending' AND ${milliseconds('run_at')} > ${NOW} THEN 1 WHEN key IS NOT NULL THEN 2 ELSE 0 END,
    priority, iif(key IS NULL, NULL, ${milliseconds('run_at')}), attempt, failures, rescues, max_attempts, ${milliseconds('run_at')}, ${milliseconds('created_at')},
    ${milliseconds('started_at')}, ${milliseconds('finished_at')}, key, unique_key, payload, progress, result, reason
  FROM job_before`;
const HEADS_OF_KEYS = `UPDATE job SET state = 0, holds = 1 WHERE state = 2 AND id = (
  SELECT head.id FROM job head JOIN job_before old ON old.rowid = head.id
  WHERE head.state IN (0, 2) AND head.key = job.key ORDER BY old.state = 'running' DESC, head.turn, head.id LIMIT 1)`;
const COUNT_JOBS = 'INSERT INTO job_count (name, state, jobs) SELECT name, state, count(*) FROM job GROUP BY name, state';
const RENAME_JOBS_OF_RUNS = `UPDATE run SET job_id = (SELECT CAST(old.rowid AS TEXT) FROM job_before old WHERE old.id = run.job_id)
  WHERE job_id IN (SELECT id FROM job_before)`;

const COPY_BACK = `INSERT INTO job (id, name, payload, state, run_at, created_at, priority, attempt, failures, rescues, max_attempts,
    key, unique_key, started_at, finished_at, progress, result, reason)
  SELECT CAST(id AS TEXT), name, payload, CASE state WHEN 6 THEN 'done' WHEN 7 THEN 'cancelled' WHEN 8 THEN 'dead' ELSE 'pending' END,
    ${moment('run_at')}, ${moment('created_at')}, priority, attempt, failures, rescues, max_attempts, key, unique_key,
    ${moment('started_at')}, ${moment('finished_at')}, progress, result, reason
  FROM job_before`;

/** The tables of the queue's engine. Jobs that are there get numbers; what names them (a run) follows. */
export class QueueEngine1764000004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await setAside(runner);
    for (const table of [job, ...beside]) await runner.createTable(table);
    await runner.query(COPY_JOBS);
    await runner.query(HEADS_OF_KEYS);
    await runner.query(COUNT_JOBS);
    if (await runner.hasTable('run')) await runner.query(RENAME_JOBS_OF_RUNS);
    await runner.query('DROP TABLE job_before');
  }

  async down(runner: QueryRunner): Promise<void> {
    await setAside(runner);
    for (const table of beside.slice(1)) await runner.dropTable(table);
    for (const table of [oldJob, oldJobWorker]) await runner.createTable(table);
    await runner.query(COPY_BACK);
    await runner.query('DROP TABLE job_before');
  }
}

/** Keeps the rows of `job` as `job_before`, without the indices, whose names are needed. Workers' rows are of processes that have ended. */
async function setAside(runner: QueryRunner): Promise<void> {
  for (const { name } of (await runner.query(INDICES, ['job'])) as { name: string }[]) await runner.query(`DROP INDEX "${name}"`);
  await runner.query('ALTER TABLE job RENAME TO job_before');
  await runner.query('DROP TABLE job_worker');
}
