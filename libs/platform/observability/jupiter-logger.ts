import cluster from 'node:cluster';
import { Inject, Injectable, type LoggerService } from '@nestjs/common';
import pino, { type DestinationStream, type Logger } from 'pino';
import { CONFIGURATION, type Configuration } from '#platform/configuration';
import { currentRequestId } from './request-context.js';

const SECRETS = ['password', 'bindPassword', 'cookie', 'authorization', 'token', 'secret', '["set-cookie"]'];
/** An error of the database carries the values of its statement, which are people's. */
const REDACTED = [
  'err.parameters',
  ...SECRETS.flatMap((name) => (name.startsWith('[') ? [name, `*${name}`] : [name, `*.${name}`, `*.*.${name}`])),
];

/** What Nest says of its own start: eighty lines that nobody reads unless something is wrong with it. */
const STARTING = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory']);

type Level = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** Nest's logger on pino: one JSON object a line, with the id of the request it belongs to and without secrets. */
@Injectable()
export class JupiterLogger implements LoggerService {
  private readonly pino: Logger;

  constructor(@Inject(CONFIGURATION) { log }: Pick<Configuration, 'log'>, destination?: DestinationStream) {
    const options = {
      level: log.level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label: string) => ({ level: label }) },
      redact: { paths: REDACTED, censor: '(left out)' },
      mixin: () => {
        const requestId = currentRequestId();
        return requestId ? { requestId } : {};
      },
    };
    this.pino = pino(options, destination ?? outputTo(log.file));
  }

  log(message: unknown, ...optional: unknown[]): void {
    this.write('info', message, optional);
  }

  error(message: unknown, ...optional: unknown[]): void {
    this.write('error', message, optional);
  }

  warn(message: unknown, ...optional: unknown[]): void {
    this.write('warn', message, optional);
  }

  debug(message: unknown, ...optional: unknown[]): void {
    this.write('debug', message, optional);
  }

  verbose(message: unknown, ...optional: unknown[]): void {
    this.write('debug', message, optional);
  }

  fatal(message: unknown, ...optional: unknown[]): void {
    this.write('fatal', message, optional);
  }

  /** Nest passes the name of the logger last, and for errors a stack before it. */
  private write(said: Level, message: unknown, optional: unknown[]): void {
    const texts = optional.filter((value) => typeof value === 'string');
    const context = texts.at(-1);
    const level = said === 'info' && STARTING.has(context ?? '') ? 'debug' : said;
    const stack = texts.length > 1 ? texts[0] : undefined;
    if (message instanceof Error) this.pino[level]({ context, err: message }, message.message);
    else if (typeof message === 'object' && message !== null) this.writeFields(level, message, context);
    else this.pino[level]({ context, stack }, String(message));
  }

  private writeFields(level: Level, fields: object, context: string | undefined): void {
    const { message, ...rest } = fields as { message?: unknown };
    this.pino[level]({ context, ...rest }, typeof message === 'string' ? message : undefined);
  }
}

/** Of a process in pm2's cluster mode only what goes through process.stdout reaches that program's log. */
function outputTo(file: string | undefined): DestinationStream {
  if (file === undefined && cluster.isWorker) return process.stdout;
  return pino.destination({ dest: file ?? 1, mkdir: true, sync: true });
}
