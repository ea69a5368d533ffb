import { randomUUID } from 'node:crypto';
import type { Lane } from '../contract/job.js';
import type { Turn } from './connection.js';

/*
 * A ticket is a row of pg-boss: one start of a job that may be fetched. A ready job has one, a running one holds the fetched one,
 * any other has none. pg-boss's own order (its priority downwards, then created_on) is made to be ours (priority, id).
 */

/** The queue of pg-boss for a name and lane. Letters that it does not allow become their code, so that no two names meet. */
export function queueOf(name: string, lane: Lane): string {
  const safe = name.replace(/[^\w.-]/g, (letter) => `/${letter.codePointAt(0)?.toString(16)}.`);
  return lane === 'normal' ? safe : `${safe}/quarantine`;
}

interface Unticketed {
  id: string;
  name: string;
  lane: Lane;
  priority: number;
  key: string | null;
}

/** Gives every ready job of a known name its ticket. */
export async function issueTickets(turn: Turn): Promise<void> {
  const jobs = await turn.sql<Unticketed>(
    `SELECT j.id, j.name, j.lane, j.priority, j.key FROM jupiter_job j JOIN jupiter_rule r ON r.name = j.name AND r.declared
     WHERE j.state = 'ready' AND j.ticket IS NULL ORDER BY j.id`,
  );
  const tickets = jobs.map((job) => ({ ...job, ticket: randomUUID() as string, queue: queueOf(job.name, job.lane) }));
  for (const [queue, those] of grouped(tickets))
    await turn.boss.insert(
      queue,
      those.map(({ id, ticket, priority, key }) => ({
        id: ticket,
        data: { job: id },
        priority: -priority,
        ...(key && { group: { id: key } }),
      })),
      { db: turn.db },
    );
  if (tickets.length > 0) await inOrder(turn, tickets);
}

/** pg-boss stamps all rows of a transaction alike; the job's number as a stamp keeps their order. */
async function inOrder(turn: Turn, tickets: readonly { id: string; ticket: string; queue: string }[]): Promise<void> {
  const values = [tickets.map(({ id }) => id), tickets.map(({ ticket }) => ticket), [...new Set(tickets.map(({ queue }) => queue))]];
  const given = 'unnest($1::bigint[], $2::uuid[]) AS given (id, ticket)';
  await turn.sql(`UPDATE jupiter_job j SET ticket = given.ticket FROM ${given} WHERE j.id = given.id`, values.slice(0, 2));
  await turn.sql(
    `UPDATE job t SET created_on = '2000-01-01Z'::timestamptz + given.id * interval '1 microsecond'
     FROM ${given} WHERE t.id = given.ticket AND t.name = ANY($3::text[])`,
    values,
  );
}

/** What becomes of a ticket: its start is over, or (`void`) never was. */
export type TicketEnd = 'complete' | 'fail' | 'cancel' | 'void';

/** Ends the tickets of jobs that have one. */
export async function endTickets(turn: Turn, ids: readonly string[], end: TicketEnd): Promise<void> {
  const held = await turn.sql<{ name: string; lane: Lane; ticket: string }>(
    'SELECT name, lane, ticket FROM jupiter_job WHERE id = ANY($1::bigint[]) AND ticket IS NOT NULL',
    [ids],
  );
  if (held.length === 0) return;
  for (const [queue, those] of grouped(held.map((job) => ({ ...job, queue: queueOf(job.name, job.lane) }))))
    await endInQueue(
      turn,
      queue,
      those.map(({ ticket }) => ticket),
      end,
    );
  await turn.sql('UPDATE jupiter_job SET ticket = NULL WHERE id = ANY($1::bigint[])', [ids]);
}

function endInQueue(turn: Turn, queue: string, tickets: string[], end: TicketEnd): Promise<unknown> {
  const { boss, db } = turn;
  // No ticket is ever fetched twice, so its attempt in pg-boss's own count is the first.
  const fetched = tickets.map((id) => ({ id, retryCount: 0 }));
  switch (end) {
    case 'complete':
      return boss.complete(queue, fetched, null, { db });
    case 'fail':
      return boss.fail(queue, fetched, null, { db });
    case 'cancel':
      return boss.cancel(queue, tickets, { db });
    case 'void':
      return boss.deleteJob(queue, tickets, { db });
  }
}

function grouped<T extends { queue: string }>(rows: readonly T[]): [string, T[]][] {
  return Object.entries(Object.groupBy(rows, ({ queue }) => queue)).map(([queue, those]) => [queue, those ?? []]);
}
