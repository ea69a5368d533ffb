import { Problem } from '#core/kernel';
import { noJobId } from './errors.js';

/** A number that a database can hold, or the form in which PostgreSQL gives ids. */
const JOB_ID = /^(\d{1,18}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The id as it was given. Throws `operations.no-job-id` for what can be none. */
export function jobId(id: string): string {
  if (!JOB_ID.test(id)) throw noJobId();
  return id;
}

/** For `catch`: a job that is not there is nothing, any other error stays one. */
export function ifGone(error: unknown): undefined {
  if (error instanceof Problem && error.status === 404) return undefined;
  throw error;
}
