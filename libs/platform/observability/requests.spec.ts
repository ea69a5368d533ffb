import { Body, Controller, Get, type INestApplication, Module, Post } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { Type } from 'class-transformer';
import { IsInt, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';
import request from 'supertest';
import { Problem } from '#core/kernel';
import { EventLoopWatch } from './event-loop-watch.js';
import { JupiterLogger } from './jupiter-logger.js';
import { Metrics } from './metrics.js';
import { jsonBodies } from './plain-input.js';
import { ProblemFilter } from './problem.filter.js';
import { requestIds } from './request-context.js';
import { RequestLog } from './request-log.js';
import { validation } from './validation.js';

class Line {
  @IsInt()
  amount: number;
}

class Entry {
  @IsString()
  account: string;

  @IsOptional()
  @IsObject()
  where?: object;

  @ValidateNested({ each: true })
  @Type(() => Line)
  lines: Line[];
}

@Controller('things')
class Things {
  @Get(':id')
  find() {
    return { found: true };
  }

  @Get(':id/known')
  known() {
    throw new Problem('things.unknown', 404, 'There is no such thing.', 'Name another.', { known: ['a'], status: 999 });
  }

  @Get(':id/broken')
  broken() {
    throw new Error('SELECT secret FROM vault');
  }

  @Get(':id/busy')
  busy() {
    throw new Problem('things.busy', 503, 'Busy.', 'Wait.', { retryAfterSeconds: 1.2, file: '/srv/secret' });
  }

  @Post()
  enter(@Body() entry: Entry) {
    return { account: entry.account };
  }
}

let lines: Record<string, unknown>[] = [];
const logger = new JupiterLogger(
  { log: { level: 'debug' } },
  { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
);

@Module({
  controllers: [Things],
  providers: [
    { provide: JupiterLogger, useValue: logger },
    EventLoopWatch,
    Metrics,
    RequestLog,
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
})
class App {}

let app: INestApplication;
const http = () => request(app.getHttpServer());

beforeAll(async () => {
  const module = await Test.createTestingModule({ imports: [App] }).compile();
  const express = module.createNestApplication<NestExpressApplication>();
  express.useLogger(logger);
  express.use(requestIds());
  express.use(express.get(RequestLog).handler());
  express.use(jsonBodies());
  express.useBodyParser('json', { limit: '2kb' });
  express.useGlobalPipes(validation());
  app = express;
  await app.init();
});

beforeEach(() => {
  lines = [];
});

afterAll(() => app.close());

describe('a request', () => {
  it('keeps a safe id of its caller, and gets a new one else', async () => {
    expect((await http().get('/things/1').set('x-request-id', 'caller-0123')).headers['x-request-id']).toBe('caller-0123');
    expect((await http().get('/things/1').set('x-request-id', 'short')).headers['x-request-id']).toMatch(/^[0-9A-Z]{26}$/);
    expect((await http().get('/things/1').set('x-request-id', 'a"b{forged}: x')).headers['x-request-id']).toMatch(/^[0-9A-Z]{26}$/);
  });

  it('leaves one line, with its id and without its query', async () => {
    await http().get('/things/1?password=hidden').set('x-request-id', 'caller-0123');
    const requests = lines.filter((line) => line['msg'] === 'request');
    expect(requests).toMatchObject([{ level: 'info', requestId: 'caller-0123', method: 'GET', path: '/things/1', status: 200 }]);
    expect(JSON.stringify(lines)).not.toContain('hidden');
  });

  it('fills neither the log nor the answer with an endless address', async () => {
    const { text } = await http().get(`/nothing/${'a'.repeat(5000)}`);
    expect(text.length).toBeLessThan(600);
    expect(JSON.stringify(lines).length).toBeLessThan(2000);
  });

  it('is measured by the pattern of its route, never by its path', async () => {
    await http().get('/things/4711');
    const { text } = await app.get(Metrics).render();
    expect(text).toContain('jupiter_http_request_seconds_count{method="GET",route="/things/:id",status="200"}');
    expect(text).not.toContain('4711');
    expect(text).toContain('jupiter_event_loop_delay_seconds{quantile="0.99"}');
    expect(text).toContain('process_resident_memory_bytes');
  });
});

describe('a problem', () => {
  it('is answered as problem+json with its code, remedy, details and the request’s id', async () => {
    const response = await http().get('/things/1/known').set('x-request-id', 'caller-0123');
    expect(response.status).toBe(404);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(JSON.parse(response.text)).toEqual({
      type: 'urn:jupiter:things.unknown',
      title: 'Not Found',
      status: 404,
      detail: 'There is no such thing.',
      remedy: 'Name another.',
      code: 'things.unknown',
      requestId: 'caller-0123',
      known: ['a'],
    });
  });

  it('that nobody foresaw says nothing but the id; the log tells the rest under that id', async () => {
    const response = await http().get('/things/1/broken').set('x-request-id', 'caller-0123');
    expect(response.status).toBe(500);
    expect(response.text).not.toMatch(/vault|stack|\.ts/);
    expect(JSON.parse(response.text)).toMatchObject({ code: 'server.internal', requestId: 'caller-0123' });
    expect(lines.find((line) => line['level'] === 'error')).toMatchObject({ requestId: 'caller-0123', msg: 'SELECT secret FROM vault' });
  });

  it('of our own keeps its details in the log, and says when to come back', async () => {
    const response = await http().get('/things/1/busy');
    expect(response.status).toBe(503);
    expect(response.headers['retry-after']).toBe('2');
    expect(response.text).not.toContain('/srv/secret');
  });

  it('is the answer to an address that nothing answers', async () => {
    const response = await http().get('/nothing?x=1');
    expect(JSON.parse(response.text)).toMatchObject({
      status: 404,
      code: 'request.unknown-address',
      detail: 'Nothing answers GET /nothing.',
    });
  });
});

describe('input', () => {
  const post = (body: string | object) => http().post('/things').set('content-type', 'application/json').send(body);

  it('is refused with every field that is not as declared', async () => {
    const response = await post({ account: 7, lines: [{ amount: 1 }, { amount: 'x' }], admin: true });
    expect(response.status).toBe(400);
    const problem = JSON.parse(response.text) as { code: string; fields: { field: string }[] };
    expect(problem.code).toBe('request.invalid');
    expect(problem.fields.map((fault) => fault.field).sort()).toEqual(['account', 'admin', 'lines.1.amount']);
  });

  it('that names what every object inherits is refused, because the filter would be lost on its way', async () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'prototype']) {
      const response = await post(`{"account": "4010", "lines": [], "where": {"${name}": ["North"]}}`);
      expect(JSON.parse(response.text)).toMatchObject({ status: 400, code: 'request.invalid', fields: [{ field: name }] });
    }
  });

  it('that nests without end is refused, not an error of ours', async () => {
    const response = await post(`{"where": ${'{"a":'.repeat(90)}1${'}'.repeat(90)}}`);
    expect(JSON.parse(response.text)).toMatchObject({ status: 400, code: 'request.too-deep' });
  });

  it('that names hundreds of things is refused before anything is converted', async () => {
    const response = await post({ x: Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`k${i}`, 1])) });
    expect(JSON.parse(response.text)).toMatchObject({ status: 400, code: 'request.too-many-names' });
  });

  it('of another media type is refused, because it would go unread', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const response = await http().post('/things').set('content-type', type).send('{"account": "4010", "lines": []}');
      expect(JSON.parse(response.text)).toMatchObject({ status: 415, code: 'request.wrong-media-type' });
    }
    expect((await http().post('/things').set('content-length', '0')).status).toBe(400);
  });

  it('that is no JSON is refused as unreadable', async () => {
    const response = await post('{"account": ');
    expect(JSON.parse(response.text)).toMatchObject({ status: 400, code: 'request.unreadable' });
  });

  it('that is too large is refused as such', async () => {
    const response = await post({ account: 'x'.repeat(4000) });
    expect(JSON.parse(response.text)).toMatchObject({
      status: 413,
      code: 'request.too-large',
    });
  });

  it('in a charset nobody reads is refused, not an error of ours', async () => {
    const response = await http().post('/things').set('content-type', 'application/json; charset=klingon').send('{}');
    expect(response.status).toBe(415);
  });
});
