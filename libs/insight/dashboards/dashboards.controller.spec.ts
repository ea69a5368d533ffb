import type { Server } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { NextFunction, Request, Response } from 'express';
import request from 'supertest';
import type { GateResult, RowsResult, TileResult } from '#core/contract';
import { Gate } from '#insight/gate';
import type { Viewer } from '#platform/identity';
import { ProblemFilter, validation } from '#platform/observability';
import { emma, openShopDashboards, type ShopDashboards } from '../../../test/support/shop-dashboards.js';
import { LAST_PERIOD } from '../../../test/support/small-company.js';
import { DashboardsController } from './dashboards.controller.js';
import { Dashboards } from './dashboards.service.js';
import { FiguresController } from './figures.controller.js';

let company: ShopDashboards;
let app: INestApplication<Server>;

beforeAll(async () => {
  company = await openShopDashboards();
  const testing = await Test.createTestingModule({
    controllers: [DashboardsController, FiguresController],
    providers: [
      { provide: Dashboards, useValue: company.dashboards },
      { provide: Gate, useValue: company.gate },
    ],
  }).compile();
  app = testing.createNestApplication();
  app.use((req: Request & { viewer?: Viewer }, _res: Response, next: NextFunction) => {
    req.viewer = emma;
    next();
  });
  app.useGlobalPipes(validation());
  app.useGlobalFilters(new ProblemFilter());
  await app.init();
});
afterAll(async () => {
  await app.close();
  await company.close();
});

const http = () => request(app.getHttpServer());
const SHOP = '/api/modules/shop';

describe('dashboards over HTTP', () => {
  it('answer with an entity tag, and with nothing when the browser has it already', async () => {
    const first = await http().get(`${SHOP}/dashboards/shop`).expect(200).expect('content-type', 'application/json; charset=utf-8');
    expect(first.body).toMatchObject({ id: 'shop', snapshot: { load: 1 } });
    await http().get(`${SHOP}/dashboards/shop`).set('if-none-match', String(first.headers['etag'])).expect(304);
    await http().get(`${SHOP}/dashboards/shop?asOf=1`).expect(200);
  });

  it('answer a tile under the filters sent', async () => {
    const { body } = await http()
      .post(`${SHOP}/dashboards/shop/tiles/kpi-revenue`)
      .send({ filters: { period: ['2026-01'], branch: ['East'] } })
      .expect(200)
      .expect('content-type', 'application/json; charset=utf-8');
    expect((body as TileResult).where).toEqual({ period: ['2026-01'], branch: ['East'] });
  });

  it.each([
    ['an unknown filter', 'kpi-revenue', { filters: { colour: ['red'] } }, 400, 'dashboards.unknown-filter'],
    ['filters that are no object', 'kpi-revenue', { filters: 'all' }, 400, 'request.invalid'],
    ['a field nobody knows', 'kpi-revenue', { filter: {} }, 400, 'request.invalid'],
    ['a load that is no load', 'kpi-revenue', { asOf: "1'; drop table x" }, 400, 'request.invalid'],
    ['a load that is not kept', 'kpi-revenue', { asOf: '99' }, 404, 'dashboards.load-not-kept'],
    ['an unknown tile', 'none', {}, 404, 'dashboards.unknown-tile'],
  ])('refuse %s with a problem that says what to do', async (_what, tile, body, status, code) => {
    const response = await http().post(`${SHOP}/dashboards/shop/tiles/${tile}`).send(body).expect(status);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.body).toMatchObject({ code, detail: expect.any(String), remedy: expect.any(String) });
  });
});

describe('figures over HTTP', () => {
  it('are asked for by metrics and dimensions', async () => {
    const query = {
      metrics: ['revenue'],
      by: ['branch'],
      where: { period: [LAST_PERIOD] },
      order: [{ by: 'revenue', direction: 'desc' }],
      limit: 2,
    };
    const { body } = await http().post(`${SHOP}/query`).send(query).expect(200);
    const result = body as GateResult;
    expect(result).toMatchObject({ truncated: true, snapshot: { load: 1 } });
    expect(result.rows).toHaveLength(2);
    await http().post(`${SHOP}/query`).send({ metrics: [] }).expect(400);
    await http()
      .post(`${SHOP}/query`)
      .send({ metrics: ['profit'] })
      .expect(400);
  });

  it('have dimensions whose values can be listed, with an entity tag', async () => {
    const { body, headers } = await http().get(`${SHOP}/values?dimension=category`).expect(200);
    expect(body).toEqual(['Direct', 'Overhead', 'Revenue']);
    await http().get(`${SHOP}/values?dimension=category`).set('if-none-match', String(headers['etag'])).expect(304);
    await http().get(`${SHOP}/values`).expect(400);
    await http().get(`${SHOP}/values?dimension=colour`).expect(400);
  });

  it('have rows behind them, whose contributions add up', async () => {
    const { body } = await http()
      .post(`${SHOP}/rows`)
      .send({ metric: 'revenue', where: { period: [LAST_PERIOD] }, limit: 3 })
      .expect(200);
    const rows = body as RowsResult;
    expect(rows.rows).toHaveLength(3);
    expect(rows.total).toBe(rows.figure);
    await http().post(`${SHOP}/rows`).send({ metric: 'revenue', limit: 1001 }).expect(400);
  });
});
