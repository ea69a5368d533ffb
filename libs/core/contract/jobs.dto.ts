import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  Allow,
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { Optional } from './optional.js';

/** The states of a job: six in which it has not ended, three in which it has. */
export const JOB_STATE_NAMES = ['ready', 'delayed', 'blocked', 'waiting', 'parked', 'running', 'done', 'cancelled', 'dead'] as const;
export type JobStateName = (typeof JOB_STATE_NAMES)[number];

/** So many jobs are cancelled or replayed by one request at most. */
export const MOST_JOBS_AT_ONCE = 1000;

/** Any JSON value. */
const JSON_SCHEMA = {
  oneOf: [
    { type: 'object', additionalProperties: true },
    { type: 'array', items: {} },
    ...['string', 'number', 'boolean'].map((type) => ({ type })),
  ],
  nullable: true,
};
/** Ids are whole numbers that a database can hold, or in the form of PostgreSQL's, as text. */
const JOB_ID = /^(\d{1,18}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const LONGEST_NAME = 120;
const LONGEST_KEY = 500;

/** In an address one value is a text, several are a list, or stand with commas between. */
const listed = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.split(',') : value);

/** Which jobs are meant: all conditions together. Also what a page of the list is asked by. */
export class JobConditions {
  /** Any of these; in an address repeated, or with commas between. */
  @Optional()
  @Transform(listed)
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(JOB_STATE_NAMES.length)
  @IsIn(JOB_STATE_NAMES, { each: true })
  state?: JobStateName[];
  /** The name of the job, which is its queue. */
  @Optional() @IsString() @MinLength(1) @MaxLength(LONGEST_NAME) name?: string;
  @Optional() @IsString() @MinLength(1) @MaxLength(LONGEST_KEY) key?: string;
}

/** A page of the list of jobs, newest first. */
export class JobQuery extends JobConditions {
  /** Only jobs older than this one: `next` of the page before. */
  @Optional() @Matches(JOB_ID) before?: string;
  /** 50 when left out. */
  @Optional() @Type(() => Number) @IsInt() @Min(1) @Max(100) limit?: number;
}

/** How far a job has come, in units of its own. */
export class JobProgress {
  done?: number;
  total?: number;
  message?: string;
}

/** A job in the list. Times are ISO 8601 UTC. */
export class JobRow {
  id: string;
  /** Its name, which is its queue. */
  name: string;
  /** What the name means, in words; the name itself where this version does not know it. */
  title: string;
  @ApiProperty({ enum: JOB_STATE_NAMES })
  state: JobStateName;
  /** 'quarantine': it is suspected of having ended its process, and runs alone. */
  lane: 'normal' | 'quarantine';
  key?: string;
  /** Smaller goes first. */
  priority: number;
  /** How often it was started. */
  attempt: number;
  /** How often it failed, of `maxAttempts`. */
  failures: number;
  maxAttempts: number;
  /** When it is or was due. */
  runAt: string;
  createdAt: string;
  startedAt?: string;
  finishedAt?: string;
  /** Somebody has asked to cancel it while it runs. */
  cancelling?: boolean;
  progress?: JobProgress;
  /** Why it failed last, was cancelled, parked or died. */
  reason?: string;
}

export class JobPage {
  jobs: JobRow[];
  /** The `before` of the next page; absent on the last one. */
  next?: string;
}

/** Something that happened to a job off the common way. */
export class JobEventView {
  at: string;
  kind:
    | 'failed'
    | 'snoozed'
    | 'interrupted'
    | 'freed'
    | 'quarantined'
    | 'cancel-asked'
    | 'cancelled'
    | 'died'
    | 'replayed'
    | 'edited'
    | 'parked'
    | 'unparked';
  /** The number of the start in which it happened. */
  attempt: number;
  detail?: string;
}

/** A job beside another one: one it waits for, or one that waits for it. */
export class JobLink {
  id: string;
  /** Absent, as all else, when the job is not kept any more. */
  name?: string;
  title?: string;
  @ApiPropertyOptional({ enum: JOB_STATE_NAMES })
  state?: JobStateName;
}

/** One job with everything that is known about it. */
export class JobDetail extends JobRow {
  /** Whether this version knows the name: only then is the payload shown, and can be edited. */
  known: boolean;
  /** Secrets are masked; a mask that is left in place keeps the secret when the job is replayed. */
  @ApiPropertyOptional(JSON_SCHEMA)
  payload?: unknown;
  @ApiPropertyOptional(JSON_SCHEMA)
  result?: unknown;
  /** Oldest first. */
  history: JobEventView[];
  /** The jobs it waits or waited for; at most 100. */
  parents: JobLink[];
  /** The jobs that wait or waited for it; at most 100. */
  children: JobLink[];
}

/** How many jobs are in each state. */
export class JobStateCounts {
  ready: number;
  delayed: number;
  blocked: number;
  waiting: number;
  parked: number;
  running: number;
  done: number;
  cancelled: number;
  dead: number;
}

/** The jobs of one name. */
export class QueueRow {
  name: string;
  title: string;
  paused: boolean;
  states: JobStateCounts;
  /** When the longest waiting ready job came due, and how long ago that is. */
  oldestDueAt?: string;
  oldestSeconds?: number;
}

/** All names with their jobs, and the sums. */
export class QueueCounts {
  /** By name. */
  queues: QueueRow[];
  totals: JobStateCounts;
  /** Of the longest waiting of all. */
  oldestSeconds?: number;
}

/** Why somebody cancels. */
export class CancelRequest {
  @Optional() @IsString() @MinLength(1) @MaxLength(500) reason?: string;
}

/** With another payload than the one it ran with, or without. */
export class ReplayRequest {
  /** In its place; null is one too. Masks that are left in it keep the secrets. */
  @ApiPropertyOptional(JSON_SCHEMA)
  @Allow()
  payload?: unknown;
}

/** Many jobs at once: either named one by one, or by conditions (then oldest last). At most 1,000 are taken. */
export class JobSelection {
  @Optional() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(MOST_JOBS_AT_ONCE) @Matches(JOB_ID, { each: true }) ids?: string[];
  /** Without states: dead ones to replay, all that have not ended to cancel. */
  @Optional() @IsObject() @ValidateNested() @Type(() => JobConditions) where?: JobConditions;
  /** Only says how many it would be. */
  @Optional() @IsBoolean() preview?: boolean;
}

/** The same, with the reason that each of the jobs will carry. */
export class CancelSelection extends JobSelection {
  @Optional() @IsString() @MinLength(1) @MaxLength(500) reason?: string;
}

/** What became of many jobs. */
export class BulkAnswer {
  /** Jobs that were taken: replayed, cancelled, or asked to stop. In a preview: that would be. */
  done: number;
  /** Jobs that were named but could not be taken: gone, or not in a state for it. */
  skipped: number;
  /** Jobs that meet the conditions and are still to be taken: ask again. */
  left: number;
  preview: boolean;
}
