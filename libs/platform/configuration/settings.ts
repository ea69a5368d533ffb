import { cron, database, type Kind, memory, oneOf, origin, origins, text, timeZone, whole, words } from './kinds.js';

/** One setting: the kind says which texts are right, the default (as text) is used when it is not set, the doc says what for. */
export interface Setting<T> {
  readonly kind: Kind<T>;
  readonly default?: string;
  readonly doc: string;
  /** Never shown in a message. */
  readonly secret?: true;
}

/** Hosts that may show Jupiter in a frame: Teams and Microsoft 365. A SharePoint address has to be added by the company. */
const MICROSOFT_365 =
  "'self' https://*.cloud.microsoft https://teams.microsoft.com https://*.teams.microsoft.com https://*.microsoft365.com https://*.office.com " +
  'https://outlook.office.com https://outlook.office365.com';

const folder = text('a folder; a relative one starts at the project');
const file = text('a file; a relative one starts at the project');
const distinguishedName = text('a distinguished name such as DC=company,DC=example');

/** Every setting of Jupiter. `.env.example`, the types and the checks are derived from this table. */
export const SETTINGS = {
  JUPITER_ENV: {
    kind: oneOf('demo', 'development', 'production'),
    default: 'demo',
    doc: 'demo runs without any other setting; production refuses demo people and plain http.',
  },
  JUPITER_DATA: {
    kind: folder,
    doc: 'Where everything that is kept lies. Default: data, or data/<departments> beside JUPITER_DEPARTMENTS.',
  },
  JUPITER_DEPARTMENTS: {
    kind: text('a folder of the project, from its root'),
    doc: 'Departments to run instead of the built-in ones, such as test/departments.',
  },
  JUPITER_COMPANY: { kind: text('a name'), default: 'Greenfield Landscaping', doc: 'The name of the company, as people read it.' },
  JUPITER_HOST: { kind: text('an address of this machine'), default: '127.0.0.1', doc: 'The address that web listens on.' },
  JUPITER_PORT: { kind: whole(0, 65535), default: '4200', doc: 'The port that web listens on (0: any free one).' },
  JUPITER_PUBLIC_URL: { kind: origin('https', 'http'), doc: 'The address people type. Default: http://localhost and the port.' },
  JUPITER_TRUSTED_PROXIES: {
    kind: words('addresses or networks separated by spaces'),
    default: 'loopback',
    doc: 'Proxies whose X-Forwarded-For is believed.',
  },
  JUPITER_FRAME_ANCESTORS: {
    kind: words('addresses separated by spaces'),
    default: MICROSOFT_365,
    doc: 'Who may show Jupiter in a frame. Add https://<company>.sharepoint.com for SharePoint.',
  },
  JUPITER_TIME_ZONE: { kind: timeZone, default: 'UTC', doc: 'The zone of schedules and of times shown by the server.' },
  JUPITER_NIGHTLY_AT: { kind: cron, default: '0 2 * * *', doc: 'When the nightly run starts, in that zone.' },
  JUPITER_QUEUE_URL: {
    kind: database,
    secret: true,
    doc: 'A PostgreSQL database that keeps the jobs. Not set: Jupiter’s own file.',
  },
  JUPITER_EXECUTORS: { kind: whole(1, 32), default: '1', doc: 'Processes that run jobs, beside the one that watches them.' },
  JUPITER_EXECUTOR_JOBS: { kind: whole(1, 100), default: '2', doc: 'Jobs that each of them runs at once.' },
  JUPITER_EXECUTOR_MEMORY: { kind: memory, default: '1500MB', doc: 'An executor over this is renewed when its jobs have ended.' },
  JUPITER_HANG_SECONDS: { kind: whole(1, 3600), default: '30', doc: 'An executor that gives no sign of life for so long is ended.' },
  JUPITER_DIRECTORY_URL: {
    kind: origins('ldaps', 'ldap'),
    doc: 'The directory people sign in with, ldaps://dc1.company.example:636. Not set: the demo directory.',
  },
  JUPITER_DIRECTORY_CA: { kind: file, doc: 'The certificate (PEM) of the authority that signed the directory’s.' },
  JUPITER_DIRECTORY_BASE_DN: { kind: distinguishedName, default: 'DC=jupiter,DC=test', doc: 'Where people and groups are searched.' },
  JUPITER_DIRECTORY_BIND_DN: { kind: distinguishedName, doc: 'The account Jupiter searches with.' },
  JUPITER_DIRECTORY_BIND_PASSWORD: { kind: text('the password of that account'), secret: true, doc: 'Its password.' },
  JUPITER_DIRECTORY_NETBIOS: { kind: text('a short domain name'), default: 'JUPITER', doc: 'The DOMAIN in DOMAIN\\name.' },
  JUPITER_DIRECTORY_DEADLINE_MS: { kind: whole(100, 60000), default: '8000', doc: 'How long one sign-in may wait for the directory.' },
  JUPITER_DIRECTORY_USER_SEARCH_BASE: { kind: distinguishedName, doc: 'Where people are searched, when not the whole base.' },
  JUPITER_DIRECTORY_GROUP_SEARCH_BASE: { kind: distinguishedName, doc: 'Where groups are searched, when not the whole base.' },
  JUPITER_ROLES_FILE: { kind: file, doc: 'JSON that maps directory groups to roles. Not set: the demo map.' },
  JUPITER_SESSION_IDLE_MINUTES: { kind: whole(1, 1440), default: '60', doc: 'A session ends after this long without a request.' },
  JUPITER_SESSION_ABSOLUTE_HOURS: { kind: whole(1, 168), default: '10', doc: 'A session ends after this long in any case.' },
  JUPITER_SNAPSHOTS_KEPT: { kind: whole(1, 1000), default: '30', doc: 'How many snapshots of a module stay readable.' },
  JUPITER_WAREHOUSE_THREADS: {
    kind: whole(1, 64),
    default: '1',
    doc: 'Threads that DuckDB uses for one query; other queries and the web server use the other cores.',
  },
  JUPITER_WAREHOUSE_MEMORY: { kind: memory, default: '1GB', doc: 'Memory that one process gives to DuckDB.' },
  JUPITER_LOG_LEVEL: { kind: oneOf('debug', 'info', 'warn', 'error', 'silent'), default: 'info', doc: 'What is logged.' },
  JUPITER_LOG_FILE: { kind: file, doc: 'Where the log goes. Not set: standard output.' },
} as const satisfies Record<string, Setting<unknown>>;

/** `JUPITER_FILES_<MODULE>`: the folder that a module's sources read. Any module may have one. */
export const FILES_PREFIX = 'JUPITER_FILES_';

type Settings = typeof SETTINGS;
type ValueOf<S> = S extends { kind: Kind<infer T> } ? (S extends { default: string } ? T : T | undefined) : never;

/** What the table reads to: a setting without a default may be undefined. */
export type Values = { readonly [K in keyof Settings]: ValueOf<Settings[K]> };
