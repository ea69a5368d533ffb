import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Post } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { defineModule, may } from '#core/kit';
import { migrations } from '#migrations';
import { AuditEvent, AuditModule } from '#platform/audit';
import { ConfigurationModule, loadConfiguration } from '#platform/configuration';
import { IdentityModule, Person, Public, Requires, RequiresModule, Session, SignedIn } from '#platform/identity';
import { ProblemFilter, requestIds, validation } from '#platform/observability';
import { RegistryModule } from '#platform/registry';
import { migrate, openStorage, Storage, StorageModule } from '#platform/storage';
import { Clock } from '../../libs/platform/identity/clock.js';
import { Directory } from '../../libs/platform/identity/directory/directory.js';

/** A department with nothing but roles. */
const finance = defineModule('finance', {
  title: 'Finance',
  icon: 'Money',
  roles: { viewer: [may('view')], lead: [may('view', 'export', 'run')], controller: [may('view', 'export')] },
});

/** Routes of every kind, to be refused or let in. */
@Controller('api')
class Rooms {
  @Get('lobby')
  @Public()
  lobby() {
    return { room: 'lobby' };
  }

  @Get('corridor')
  @SignedIn()
  corridor() {
    return { room: 'corridor' };
  }

  @Get('engine')
  @Requires('platform.observe')
  engine() {
    return { room: 'engine' };
  }

  @Get('modules/:module/figures')
  @RequiresModule('view')
  figures() {
    return { room: 'figures' };
  }

  @Post('modules/:module/runs')
  @RequiresModule('run')
  run() {
    return { room: 'runs' };
  }
}

/** A time that stands still until it is moved. */
export class StillClock extends Clock {
  private offset = 0;

  override now(): Date {
    return new Date(Date.UTC(2026, 0, 15, 9) + this.offset);
  }

  letPass(minutes: number): void {
    this.offset += minutes * 60_000;
  }
}

/** A real app of storage, audit and identity on a data folder of its own, listening on loopback. */
export interface IdentityApp {
  readonly url: string;
  readonly clock: StillClock;
  readonly storage: Storage;
  readonly nest: NestExpressApplication;
  signIn(username: unknown, password: unknown, headers?: Record<string, string>): Promise<Answer>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, headers?: Record<string, string>, body?: unknown): Promise<Answer>;
  close(): Promise<void>;
}

/** What came back: the cookie as it has to be sent on. */
export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
  readonly cookie: string;
}

/** What a test puts into the app beside or instead of the usual. */
export interface Parts {
  readonly directory?: Directory;
  readonly controllers?: (new () => object)[];
}

/** Starts the app with these settings over the defaults. */
export async function startIdentityApp(
  settings: Record<string, string> = {},
  { directory, controllers = [] }: Parts = {},
): Promise<IdentityApp> {
  const folder = await mkdtemp(join(tmpdir(), 'jupiter-identity-'));
  const configuration = loadConfiguration({ JUPITER_DATA: folder, ...settings });
  const entities = [AuditEvent, Person, Session];
  const fresh = await openStorage({ file: join(folder, 'jupiter.sqlite'), entities, migrations });
  await migrate(fresh);
  await fresh.close();
  const clock = new StillClock();
  const building = Test.createTestingModule({
    imports: [
      ConfigurationModule.forRoot(configuration),
      StorageModule.forRoot({ entities, migrations }),
      AuditModule,
      RegistryModule.forRoot([finance]),
      IdentityModule,
    ],
    controllers: [Rooms, ...controllers],
  })
    .overrideProvider(Clock)
    .useValue(clock);
  if (directory) building.overrideProvider(Directory).useValue(directory);
  const testing = await building.compile();
  const nest = testing.createNestApplication<NestExpressApplication>({ logger: false });
  nest.useGlobalFilters(new ProblemFilter());
  nest.useGlobalPipes(validation());
  nest.use(requestIds());
  await nest.listen(0, '127.0.0.1');
  const url = await nest.getUrl();
  const call = (path: string, init: RequestInit) => fetch(url + path, init).then(answerOf);
  const post: IdentityApp['post'] = (path, headers = {}, body = {}) =>
    call(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
  return {
    url,
    clock,
    storage: nest.get(Storage),
    nest,
    signIn: (username, password, headers) => post('/api/auth/sign-in', headers, { username, password }),
    get: (path, headers = {}) => call(path, { headers }),
    post,
    close: async () => {
      await nest.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function answerOf(response: Response): Promise<Answer> {
  const { status, headers } = response;
  const text = await response.text();
  const cookie = (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return { status, headers, cookie, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
}
