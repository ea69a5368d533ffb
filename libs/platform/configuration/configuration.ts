import { resolve } from 'node:path';
import { type Environment, processEnvironment, projectRoot } from './environment.js';
import { wrongSettings } from './errors.js';
import { missingFiles, productionFaults } from './production.js';
import { readSettings } from './read-settings.js';
import { FILES_PREFIX, type Values } from './settings.js';

/** How the directory is reached. Without `url` the embedded demo directory serves. */
export interface DirectorySettings {
  /** One address, or several servers of one directory separated by spaces. */
  readonly url?: string;
  /** Absolute path of a PEM file. */
  readonly ca?: string;
  readonly baseDn: string;
  readonly bindDn?: string;
  readonly bindPassword?: string;
  readonly netbios: string;
  readonly deadlineMs: number;
  readonly userSearchBase: string;
  readonly groupSearchBase: string;
}

/** All settings, typed and checked. Paths are absolute. Nothing in it changes while the process runs. */
export interface Configuration {
  readonly environment: 'demo' | 'development' | 'production';
  readonly dataFolder: string;
  /** The company's name, as people read it. */
  readonly company: string;
  readonly host: string;
  readonly port: number;
  /** Without a trailing slash. */
  readonly publicUrl: string;
  readonly trustedProxies: readonly string[];
  readonly frameAncestors: readonly string[];
  readonly timeZone: string;
  readonly nightlyAt: string;
  /** A folder of departments to run instead of the built-in ones, as it was written. */
  readonly departments?: string;
  readonly queue: {
    /** A PostgreSQL database; without it Jupiter's own file keeps the jobs. */
    readonly url?: string;
    readonly executors: number;
    /** Jobs at once, of each executor. */
    readonly jobs: number;
    readonly memoryBytes: number;
    readonly hangMs: number;
  };
  readonly directory: DirectorySettings;
  readonly rolesFile?: string;
  readonly session: { readonly idleMinutes: number; readonly absoluteHours: number };
  readonly snapshots: { readonly keep: number };
  readonly warehouse: { readonly threads: number; readonly memory: string };
  readonly log: { readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent'; readonly file?: string };
  /** The folder that a module's sources read, when `JUPITER_FILES_<MODULE>` names one. */
  filesOf(moduleId: string): string | undefined;
}

/** Injection token of the `Configuration`. */
export const CONFIGURATION = Symbol('CONFIGURATION');

/** Reads and checks all settings; throws one Problem that lists every wrong one. Without an argument: the process's, over `.env`. */
export function loadConfiguration(environment: Environment = processEnvironment()): Configuration {
  const { values, faults } = readSettings(environment);
  if (faults.length > 0) throw wrongSettings(faults);
  const configuration = assemble(values, environment);
  const further = [...productionFaults(configuration), ...missingFiles(configuration)];
  if (further.length > 0) throw wrongSettings(further);
  return Object.freeze(configuration);
}

function assemble(values: Values, environment: Environment): Configuration {
  return {
    environment: values.JUPITER_ENV,
    dataFolder: absolute(values.JUPITER_DATA ?? defaultData(values.JUPITER_DEPARTMENTS)),
    company: values.JUPITER_COMPANY,
    host: values.JUPITER_HOST,
    port: values.JUPITER_PORT,
    publicUrl: values.JUPITER_PUBLIC_URL ?? `http://localhost:${values.JUPITER_PORT}`,
    trustedProxies: values.JUPITER_TRUSTED_PROXIES,
    frameAncestors: values.JUPITER_FRAME_ANCESTORS,
    timeZone: values.JUPITER_TIME_ZONE,
    nightlyAt: values.JUPITER_NIGHTLY_AT,
    departments: values.JUPITER_DEPARTMENTS,
    queue: {
      url: values.JUPITER_QUEUE_URL,
      executors: values.JUPITER_EXECUTORS,
      jobs: values.JUPITER_EXECUTOR_JOBS,
      memoryBytes: bytesOf(values.JUPITER_EXECUTOR_MEMORY),
      hangMs: values.JUPITER_HANG_SECONDS * 1000,
    },
    directory: directoryOf(values),
    rolesFile: optionalPath(values.JUPITER_ROLES_FILE),
    session: { idleMinutes: values.JUPITER_SESSION_IDLE_MINUTES, absoluteHours: values.JUPITER_SESSION_ABSOLUTE_HOURS },
    snapshots: { keep: values.JUPITER_SNAPSHOTS_KEPT },
    warehouse: { threads: values.JUPITER_WAREHOUSE_THREADS, memory: values.JUPITER_WAREHOUSE_MEMORY },
    log: { level: values.JUPITER_LOG_LEVEL, file: optionalPath(values.JUPITER_LOG_FILE) },
    filesOf: (moduleId) => optionalPath(environment[FILES_PREFIX + moduleId.toUpperCase().replace(/[^A-Z0-9]/g, '_')]),
  };
}

function directoryOf(values: Values): DirectorySettings {
  const baseDn = values.JUPITER_DIRECTORY_BASE_DN;
  return {
    url: values.JUPITER_DIRECTORY_URL,
    ca: optionalPath(values.JUPITER_DIRECTORY_CA),
    baseDn,
    bindDn: values.JUPITER_DIRECTORY_BIND_DN,
    bindPassword: values.JUPITER_DIRECTORY_BIND_PASSWORD,
    netbios: values.JUPITER_DIRECTORY_NETBIOS,
    deadlineMs: values.JUPITER_DIRECTORY_DEADLINE_MS,
    userSearchBase: values.JUPITER_DIRECTORY_USER_SEARCH_BASE ?? baseDn,
    groupSearchBase: values.JUPITER_DIRECTORY_GROUP_SEARCH_BASE ?? baseDn,
  };
}

/** Other departments never share a data folder with the built-in ones: their snapshots would be taken for each other's. */
function defaultData(departments: string | undefined): string {
  if (departments === undefined) return 'data';
  return `data/${departments
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase()}`;
}

function absolute(path: string): string {
  return resolve(projectRoot(), path);
}

function optionalPath(path: string | undefined): string | undefined {
  return path?.trim() ? absolute(path.trim()) : undefined;
}

/** A size as the settings write it, such as 512MB. */
function bytesOf(size: string): number {
  return Number.parseInt(size, 10) * (size.endsWith('GB') ? 1024 ** 3 : 1024 ** 2);
}
