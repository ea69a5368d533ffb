import { Run, RunCheck, RunStep } from '#data/pipelines';
import { AuditEvent } from '#platform/audit';
import { Person, Session } from '#platform/identity';
import { queueEntities } from '#platform/queue';

/** Every table of the app's own database. */
export const entities = [AuditEvent, ...queueEntities, Person, Session, Run, RunStep, RunCheck];
