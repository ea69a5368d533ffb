import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { parse } from 'csv-parse/sync';
import type { NextFunction, Request, Response } from 'express';
import readXlsxFile from 'read-excel-file/node';
import request from 'supertest';
import type { ExportQuery, TileResult } from '#core/contract';
import { migrations } from '#migrations';
import { Audit, AuditEvent } from '#platform/audit';
import type { Viewer } from '#platform/identity';
import { migrate, openStorage, type Storage } from '#platform/storage';
import { emma, nobody, openShopDashboards, type ShopDashboards } from '../../../test/support/shop-dashboards.js';
import { moneyText } from '../../../test/support/shop-figures.js';
import { LAST_PERIOD, linesOfTheShop } from '../../../test/support/small-company.js';
import { ExportLog } from './export-log.js';
import { ExportsController } from './exports.controller.js';
import { Exports } from './exports.service.js';

const lines = linesOfTheShop();
const AT = new Date('2026-07-01T12:30:00Z');

let folder: string;
let company: ShopDashboards;
let storage: Storage;
let files: Exports;
let app: INestApplication<Server>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jupiter-exports-'));
  storage = await openStorage({ file: join(folder, 'jupiter.sqlite'), entities: [AuditEvent], migrations });
  await migrate(storage);
  company = await openShopDashboards();
  const { gate, dashboards, registry } = company;
  files = new Exports(gate, dashboards, registry, new ExportLog(storage, new Audit()), { timeZone: 'Europe/Berlin' });
  const testing = await Test.createTestingModule({
    controllers: [ExportsController],
    providers: [{ provide: Exports, useValue: files }],
  }).compile();
  app = testing.createNestApplication();
  app.use((req: Request & { viewer?: Viewer }, _res: Response, next: NextFunction) => {
    req.viewer = emma;
    next();
  });
  await app.init();
});
afterAll(async () => {
  await app.close();
  await company.close();
  await storage.close();
  await rm(folder, { recursive: true, force: true });
});

async function download(query: ExportQuery, viewer = emma): Promise<{ name: string; content: Buffer }> {
  const file = await files.open(viewer, 'shop', query, AT);
  const to = new PassThrough();
  const content = buffer(to);
  await file.writeTo(to);
  to.end();
  return { name: file.name, content: await content };
}

const readCsv = (content: Buffer): string[][] => parse(content, { bom: true, record_delimiter: '\r\n' });
const tileOf = async (tile: string, filters = {}): Promise<TileResult> =>
  JSON.parse(await company.dashboards.tile(emma, 'shop', 'shop', tile, { filters })) as TileResult;
const revenueRows = { metric: 'revenue', where: { period: [LAST_PERIOD] } };
const revenueLines = lines.filter((l) => l.period === LAST_PERIOD && l.account.startsWith('04'));

describe('the export of a tile', () => {
  it('writes the same figures as the tile shows, to csv and to xlsx', async () => {
    const filters = { branch: ['North'] };
    const tile = await tileOf('table-revenue-direct-margin-percent-account', filters);
    const query = { dashboard: 'shop', tile: tile.id, filters };
    const csv = await download({ ...query, format: 'csv' });
    const xlsx = await download({ ...query, format: 'xlsx' });
    const table = [...tile.rows, tile.totals!];
    expect(csv.name).toBe('shop-table-revenue-direct-margin-percent-account-2026-06-load1.csv');
    expect(readCsv(csv.content)).toEqual([
      ['Account', 'Revenue (USD)', 'Direct cost (USD)', 'Margin %'],
      ...table.map((row) => row.map((cell) => String(cell ?? ''))),
    ]);
    const [figures] = await readXlsxFile(xlsx.content);
    expect(figures?.data.slice(1)).toEqual(
      table.map(([account, ...numbers]) => [account, ...numbers.map((n) => (n === null ? null : Number(n)))]),
    );
    expect(figures?.data[1]?.[0]).toBe('0400');
  });

  it('tells in the workbook who took what, when, under which filters, from which load, and what the figures mean', async () => {
    const { content } = await download({ format: 'xlsx', dashboard: 'shop', tile: 'kpi-revenue', filters: { branch: ['North', 'East'] } });
    const sheets = await readXlsxFile(content);
    expect(sheets.map((s) => s.sheet)).toEqual(['Shop Revenue', 'About this file']);
    const about = sheets[1]?.data.map(([label, value]) => [label, value]);
    expect(about).toEqual(
      expect.arrayContaining([
        ['Exported by', 'Emma Berg (emma)'],
        ['Exported at', '1 Jul 2026, 14:30:00 CEST (2026-07-01T12:30:00Z)'],
        ['Module', 'Shop'],
        ['Shows', 'Shop: Revenue'],
        ['Filter', 'branch: North, East'],
        ['Filter', 'period: 2026-06'],
        ['Load', 1],
        ['Rows', 12],
        ['Definition of Revenue', 'Sum of Amount of Ledger by month where Category is Revenue, sign turned'],
      ]),
    );
  });

  it('keeps the sections and subtotals of a statement', async () => {
    const tile = await tileOf('statement-income-statement');
    const { content } = await download({ format: 'xlsx', dashboard: 'shop', tile: tile.id });
    const [figures] = await readXlsxFile(content);
    expect(figures?.data.slice(1)).toEqual(
      tile.rows.map(([section, account, title, ...amounts]) => [
        section,
        account,
        title,
        ...amounts.map((a) => (a === null ? null : Number(a))),
      ]),
    );
  });
});

describe('the export of the rows behind a figure', () => {
  it('holds every row as the ledger has it, and adds up to the figure', async () => {
    const { name, content } = await download({ format: 'csv', rows: revenueRows });
    const [header = [], ...rows] = readCsv(content);
    expect(name).toBe('shop-revenue-rows-2026-06-load1.csv');
    const at = (title: string) => header.findIndex((h) => h.startsWith(title));
    const seen = rows.map((r) => [r[at('Line')], r[at('Posted')], r[at('Cost code')], r[at('Checked')]]);
    expect(seen.toSorted()).toEqual(revenueLines.map((l) => [String(l.no), l.posted, l.code, String(l.checked)]).toSorted());
    const figure = await company.gate.query(emma, 'shop', { metrics: ['revenue'], where: { period: [LAST_PERIOD] } });
    const cents = rows.map((r) => BigInt(String(r[at('Amount')]).replace('.', ''))).reduce((a, b) => a - b, 0n);
    expect(moneyText(cents)).toBe(figure.rows[0]?.[0]);
  });

  it('holds the rows of both facts where a figure compares two, each with where it is from', async () => {
    const rows = { metric: 'variance', where: { period: [LAST_PERIOD], branch: ['North'] } };
    const [head = [], ...cells] = readCsv((await download({ format: 'csv', rows })).content);
    const { figure, count } = await company.gate.rows(emma, 'shop', rows);
    expect([head[0], head.at(-1)]).toEqual(['Rows of', 'Variance (USD)']);
    expect(new Set(cells.map(([of]) => of))).toEqual(new Set(['Ledger lines', 'Budget lines']));
    expect(cells).toHaveLength(count);
    expect(cells.reduce((sum, row) => sum + Math.round(Number(row.at(-1)) * 100), 0)).toBe(Math.round(Number(figure) * 100));
  });

  it('defuses what a spreadsheet would compute in csv, and keeps it as plain text in xlsx', async () => {
    const [header = [], ...rows] = readCsv((await download({ format: 'csv', rows: revenueRows })).content);
    const memo = header.indexOf('Memo');
    const dangerous = (text: string | null) => text !== null && /^[=+\-@\t]/.test(text);
    const written = rows.map((r) => r[memo]);
    expect(written.filter((m) => m?.startsWith("'")).length).toBe(revenueLines.filter((l) => dangerous(l.memo)).length);
    expect(written.some((m) => dangerous(m ?? null))).toBe(false);

    const [figures] = await readXlsxFile((await download({ format: 'xlsx', rows: revenueRows })).content);
    const [titles = [], ...cells] = figures?.data ?? [];
    const memos = cells.map((row) => row[titles.indexOf('Memo')]);
    const sorted = (texts: unknown[]) => texts.map((t) => (t === null ? null : String(t).trim())).toSorted();
    expect(sorted(memos)).toEqual(sorted(revenueLines.map((l) => l.memo)));
    const codes = cells.map((row) => row[titles.indexOf('Cost code')]);
    expect(codes.toSorted()).toEqual(revenueLines.map((l) => l.code).toSorted());
    expect(cells.every((row) => row[titles.indexOf('Posted')] instanceof Date)).toBe(true);
    expect(cells.every((row) => typeof row[titles.findIndex((t) => String(t).startsWith('Amount'))] === 'number')).toBe(true);
  });
});

describe('an export', () => {
  it('is audited with who, what and how many rows before a byte leaves', async () => {
    await files.open(emma, 'shop', { format: 'csv', rows: revenueRows }, AT);
    const [event] = storage.read<{ actor: string; action: string; object: string; after: string }>(
      'SELECT actor, action, object, after FROM audit_event ORDER BY id DESC LIMIT 1',
    );
    expect(event).toMatchObject({ actor: 'emma', action: 'figures.exported', object: 'module:shop' });
    expect(JSON.parse(event!.after)).toMatchObject({ format: 'csv', rows: revenueLines.length, load: 1, where: { period: [LAST_PERIOD] } });
  });

  it('gives nothing to a person who may not see the module, also when the answer is already known', async () => {
    await download({ format: 'csv', dashboard: 'shop', tile: 'kpi-revenue' });
    await expect(download({ format: 'csv', dashboard: 'shop', tile: 'kpi-revenue' }, nobody)).rejects.toMatchObject({ status: 403 });
    await expect(download({ format: 'xlsx', rows: revenueRows }, nobody)).rejects.toMatchObject({ status: 403 });
  });

  it('names one thing, and a thing that exists', async () => {
    const nothing = { code: 'exports.nothing-named', remedy: expect.any(String) };
    await expect(download({ format: 'csv' })).rejects.toMatchObject(nothing);
    await expect(download({ format: 'csv', dashboard: 'shop' })).rejects.toMatchObject(nothing);
    await expect(download({ format: 'csv', dashboard: 'shop', tile: 'x', rows: revenueRows })).rejects.toMatchObject(nothing);
    await expect(download({ format: 'csv', dashboard: 'shop', tile: 'x' })).rejects.toMatchObject({ status: 404 });
  });

  it('says what to do when there are too many rows for a workbook', async () => {
    jest
      .spyOn(company.gate, 'rows')
      .mockResolvedValueOnce({ ...(await company.gate.rows(emma, 'shop', { ...revenueRows, limit: 1 })), count: 100_001 });
    await expect(download({ format: 'xlsx', rows: revenueRows })).rejects.toMatchObject({
      code: 'exports.too-many-rows',
      remedy: 'Export them as csv, or narrow the filters.',
    });
  });
});

describe('an export over HTTP', () => {
  it('comes as an attachment with a safe name, and says which load it is', async () => {
    const response = await request(app.getHttpServer())
      .post('/api/modules/shop/export')
      .send({ format: 'csv', dashboard: 'shop', tile: 'kpi-revenue' })
      .expect(200)
      .expect('content-type', 'text/csv; charset=utf-8')
      .expect('content-disposition', 'attachment; filename="shop-kpi-revenue-2026-06-load1.csv"')
      .expect('cache-control', 'private, no-store');
    expect(response.headers['x-jupiter-snapshot']).toMatch(/^shop; load=1; published=\d{4}-/);
    expect(response.text.startsWith('\uFEFFPeriod,Revenue (USD)')).toBe(true);
  });

  it('comes whole as a workbook', async () => {
    const response = await request(app.getHttpServer())
      .post('/api/modules/shop/export')
      .send({ format: 'xlsx', rows: revenueRows })
      .responseType('blob')
      .expect(200);
    const [figures] = await readXlsxFile(response.body as Buffer);
    expect(figures?.data).toHaveLength(revenueLines.length + 1);
  });
});
