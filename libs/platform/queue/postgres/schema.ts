/** The schema of pg-boss in the database, ours beside its own tables; also the channel of the bell. */
export const SCHEMA = 'jupiter_queue';

/**
 * pg-boss keeps the starts: a row of its `job` table is one start that may be, or was, fetched. What it has no word for is in
 * these tables: the job that outlives its starts, its key, its family, its history. They are changed in the transaction in which
 * pg-boss inserts, fetches and completes, and only by who holds the row of `jupiter_turn`: one at a time, so that no rule races.
 */
const TABLES = `
CREATE TABLE IF NOT EXISTS jupiter_turn (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  origin text NOT NULL,
  applied bigint NOT NULL
);

CREATE TABLE IF NOT EXISTS jupiter_rule (
  name text PRIMARY KEY,
  declared boolean NOT NULL DEFAULT false,
  paused boolean NOT NULL DEFAULT false,
  version int NOT NULL DEFAULT 1,
  concurrency int,
  rate_starts int,
  rate_ms double precision,
  keep_done_ms double precision,
  keep_done int,
  keep_failed_ms double precision,
  keep_failed int
);

CREATE TABLE IF NOT EXISTS jupiter_job (
  id bigint PRIMARY KEY,
  name text NOT NULL,
  state text NOT NULL,
  lane text NOT NULL DEFAULT 'normal',
  key text,
  key_concurrency int NOT NULL,
  holds boolean NOT NULL DEFAULT false,
  priority int NOT NULL,
  payload text NOT NULL,
  version int NOT NULL,
  revision int NOT NULL DEFAULT 0,
  attempt int NOT NULL DEFAULT 0,
  failures int NOT NULL DEFAULT 0,
  rescues int NOT NULL DEFAULT 0,
  max_attempts int NOT NULL,
  idempotent boolean NOT NULL DEFAULT false,
  on_parent_failure text NOT NULL,
  open_parents int NOT NULL DEFAULT 0,
  run_at double precision NOT NULL,
  came_at double precision NOT NULL,
  created_at double precision NOT NULL,
  started_at double precision,
  finished_at double precision,
  put_off boolean NOT NULL DEFAULT false,
  executor text,
  ticket uuid,
  cancelling text,
  progress text,
  result text,
  reason text,
  told boolean NOT NULL DEFAULT true
);
CREATE INDEX IF NOT EXISTS jupiter_job_ready ON jupiter_job (name, lane, priority, id) WHERE state = 'ready';
CREATE INDEX IF NOT EXISTS jupiter_job_unticketed ON jupiter_job (id) WHERE state = 'ready' AND ticket IS NULL;
CREATE INDEX IF NOT EXISTS jupiter_job_delayed ON jupiter_job (run_at, id) WHERE state = 'delayed';
CREATE INDEX IF NOT EXISTS jupiter_job_blocked ON jupiter_job (key, came_at, id) WHERE state = 'blocked';
CREATE INDEX IF NOT EXISTS jupiter_job_holds ON jupiter_job (key) WHERE holds;
CREATE INDEX IF NOT EXISTS jupiter_job_running ON jupiter_job (executor) WHERE state = 'running';
CREATE INDEX IF NOT EXISTS jupiter_job_suspect ON jupiter_job (id) WHERE lane = 'quarantine' AND state = 'ready';
CREATE INDEX IF NOT EXISTS jupiter_job_untold ON jupiter_job (id) WHERE NOT told;
CREATE INDEX IF NOT EXISTS jupiter_job_name ON jupiter_job (name, state, id);
CREATE INDEX IF NOT EXISTS jupiter_job_state ON jupiter_job (state, id);
CREATE INDEX IF NOT EXISTS jupiter_job_key ON jupiter_job (key, id) WHERE key IS NOT NULL;

CREATE TABLE IF NOT EXISTS jupiter_parent (
  child bigint NOT NULL REFERENCES jupiter_job ON DELETE CASCADE,
  place int NOT NULL,
  parent bigint NOT NULL,
  settled boolean NOT NULL DEFAULT false,
  PRIMARY KEY (child, place)
);
CREATE INDEX IF NOT EXISTS jupiter_parent_parent ON jupiter_parent (parent);

CREATE TABLE IF NOT EXISTS jupiter_event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  job bigint NOT NULL REFERENCES jupiter_job ON DELETE CASCADE,
  at double precision NOT NULL,
  kind text NOT NULL,
  attempt int NOT NULL,
  detail text
);
CREATE INDEX IF NOT EXISTS jupiter_event_job ON jupiter_event (job, id);

CREATE TABLE IF NOT EXISTS jupiter_rate (
  name text NOT NULL,
  key text NOT NULL,
  starts double precision[] NOT NULL,
  planned double precision NOT NULL,
  planned_jobs int NOT NULL,
  PRIMARY KEY (name, key)
);

CREATE TABLE IF NOT EXISTS jupiter_worker (
  id text PRIMARY KEY,
  beat_at double precision NOT NULL,
  shown text NOT NULL
);

CREATE TABLE IF NOT EXISTS jupiter_count (
  name text NOT NULL,
  state text NOT NULL,
  jobs bigint NOT NULL,
  PRIMARY KEY (name, state)
);
`;

/** Counters follow the rows by themselves, once per statement. */
const COUNTERS = `
CREATE OR REPLACE FUNCTION jupiter_count_jobs() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO jupiter_count AS c (name, state, jobs) SELECT name, state, count(*) FROM fresh GROUP BY name, state
    ON CONFLICT (name, state) DO UPDATE SET jobs = c.jobs + excluded.jobs;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO jupiter_count AS c (name, state, jobs) SELECT name, state, -count(*) FROM stale GROUP BY name, state
    ON CONFLICT (name, state) DO UPDATE SET jobs = c.jobs + excluded.jobs;
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER jupiter_count_insert AFTER INSERT ON jupiter_job
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION jupiter_count_jobs();
CREATE OR REPLACE TRIGGER jupiter_count_update AFTER UPDATE ON jupiter_job
  REFERENCING NEW TABLE AS fresh OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION jupiter_count_jobs();
CREATE OR REPLACE TRIGGER jupiter_count_delete AFTER DELETE ON jupiter_job
  REFERENCING OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION jupiter_count_jobs();
`;

/** Run at each connection's start; two that start at once wait for each other. */
export const schemaStatements = `
BEGIN;
SELECT pg_advisory_xact_lock(hashtext('${SCHEMA}'));
SET LOCAL search_path TO ${SCHEMA};
SET LOCAL client_min_messages TO warning;
${TABLES}
${COUNTERS}
COMMIT;
`;
