/** A small department with one source file, and everything that runs it: real storage, queue, warehouse. */
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, csv, date, defineModule, may, model, money, ref, source, sql, text } from '#core/kit';
import { Run, RunCheck, RunStep } from '#data/pipelines';
import { Warehouse } from '#data/warehouse';
import { migrations } from '#migrations';
import { AuditEvent } from '#platform/audit';
import type { Configuration } from '#platform/configuration';
import { queueEntities } from '#platform/queue';
import { Registry } from '#platform/registry';
import { migrate, openStorage } from '#platform/storage';

const receipts = source('receipts', {
  title: 'Receipts',
  from: csv('receipts-*.csv'),
  key: ['receipt'],
  fields: { receipt: text(), shop: text(), day: date(), amount: money('USD') },
});
const shops = source('shops', { title: 'Shops', from: csv('shops.csv'), key: ['shop'], fields: { shop: text(), region: text() } });
const shopTable = model('shop_table', {
  title: 'Shops',
  kind: 'dimension',
  grain: ['shop'],
  columns: { shop: shops.shop, region: shops.region },
  sql: sql`select * from ${shops}`,
});
const takings = model('takings', {
  title: 'Takings',
  kind: 'fact',
  grain: ['receipt'],
  columns: { receipt: receipts.receipt, shop: ref(shopTable.shop), day: receipts.day, amount: receipts.amount },
  sql: sql`select * from ${receipts}`,
});
const byShop = model('by_shop', {
  title: 'Takings by shop',
  kind: 'summary',
  grain: ['shop'],
  columns: { shop: ref(shopTable.shop), amount: money('USD') },
  sql: sql`select shop, sum(amount) as amount from ${takings} group by shop`,
  checks: [
    check.sameTotal(receipts.amount, 'amount'),
    check.noRows('No shop takes nothing', sql`select shop from ${takings} where amount = 0`, { warn: true }),
  ],
});

/** Declared out of order on purpose: the summary first. */
export const till = defineModule('till', {
  title: 'Till',
  icon: 'Money',
  files: 'data:till',
  sources: [receipts, shops],
  models: [byShop, takings, shopTable],
  roles: { viewer: [may('view')], lead: [may('view', 'run')] },
});
export const BY_SHOP = byShop;

export const RECEIPTS = 'receipt,shop,day,amount\nR1,S1,2026-03-01,10.00\nR2,S2,2026-03-01,20.50\nR3,S1,2026-03-02,-1.25\n';
export const SHOPS = 'shop,region\nS1,North\nS2,South\n';

/** Writes a file of the department that nobody has touched for a while. */
export function writeSource(dataFolder: string, name: string, content: string | Buffer): void {
  const file = join(dataFolder, 'till', name);
  mkdirSync(join(dataFolder, 'till'), { recursive: true });
  writeFileSync(file, content);
  utimesSync(file, 1_700_000_000, 1_700_000_000);
}

/** Storage, registry, warehouse and configuration over one data folder. */
export async function openTill(dataFolder: string) {
  const entities = [AuditEvent, ...queueEntities, Run, RunCheck, RunStep];
  const storage = await openStorage({ file: join(dataFolder, 'jupiter.sqlite'), entities, migrations });
  await migrate(storage);
  const configuration = {
    dataFolder,
    filesOf: () => undefined,
    nightlyAt: '0 2 * * *',
    timeZone: 'America/New_York',
  } as unknown as Configuration;
  const warehouse = new Warehouse(join(dataFolder, 'warehouse'), { threads: 2, memory: '500MB', keep: 5, patienceMs: 0, graceMs: 0 });
  return { storage, registry: new Registry([till]), warehouse, configuration };
}
