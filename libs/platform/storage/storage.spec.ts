import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner, Table } from 'typeorm';
import { migrate, pendingMigrations } from './migrate.js';
import { openStorage } from './open-storage.js';
import { schemaDrift } from './schema-drift.js';
import type { Storage } from './storage.js';
import type { SlowStatement } from './watched-statement.js';

@Entity('note')
class Note {
  @PrimaryColumn('integer')
  id: number;

  @Column('text')
  body: string;
}

class Notes1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner) {
    const columns = [
      { name: 'id', type: 'integer', isPrimary: true },
      { name: 'body', type: 'text' },
    ];
    await runner.createTable(new Table({ name: 'note', columns }));
  }

  async down(runner: QueryRunner) {
    await runner.dropTable('note');
  }
}

let folder: string;
let file: string;
let storage: Storage;
const open = (options: { slowMs?: number; onSlow?: (slow: SlowStatement) => void } = {}) =>
  openStorage({ file, entities: [Note], migrations: [Notes1764000000001], ...options });
const bodies = () => storage.read<{ body: string }>('SELECT body FROM note ORDER BY id').map((row) => row.body);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jupiter-storage-'));
  file = join(folder, 'jupiter.sqlite');
  storage = await open();
  await migrate(storage);
});

afterEach(async () => {
  await storage.close();
  await rm(folder, { recursive: true });
});

describe('opening', () => {
  it('is durable: write-ahead log, every commit synced, foreign keys on', async () => {
    const pragma = async (name: string) => {
      const rows = await storage.alter((dataSource) => dataSource.query<Record<string, unknown>[]>(`PRAGMA ${name}`));
      return Object.values(rows[0] ?? {})[0];
    };
    expect(await pragma('journal_mode')).toBe('wal');
    expect(await pragma('synchronous')).toBe(2);
    expect(await pragma('foreign_keys')).toBe(1);
  });

  it('tells which migrations the file lacks, and runs each once', async () => {
    expect(pendingMigrations(storage)).toEqual([]);
    expect(await migrate(storage)).toEqual([]);
    const empty = await openStorage({ file: join(folder, 'empty.sqlite'), entities: [Note], migrations: [Notes1764000000001] });
    expect(pendingMigrations(empty)).toEqual(['Notes1764000000001']);
    expect(await migrate(empty)).toEqual(['Notes1764000000001']);
    expect(pendingMigrations(empty)).toEqual([]);
    await empty.close();
  });
});

describe('write', () => {
  it('keeps all of a transaction, or nothing of it', async () => {
    await storage.write((tx) => tx.save(Note, { id: 1, body: 'kept' }));
    const failed = storage.write(async (tx) => {
      await tx.insert(Note, { id: 2, body: 'lost' });
      throw new Error('half way');
    });
    await expect(failed).rejects.toThrow('half way');
    expect(bodies()).toEqual(['kept']);
  });

  it('loses nothing of a second write that overlaps a first one which throws', async () => {
    const first = storage.write(async (tx) => {
      await tx.insert(Note, { id: 1, body: 'first' });
      throw new Error('first failed');
    });
    const second = storage.write((tx) => tx.insert(Note, { id: 2, body: 'second' }));
    await expect(first).rejects.toThrow('first failed');
    await second;
    expect(bodies()).toEqual(['second']);
  });

  it('refuses and rolls back when something else than the database is awaited inside', async () => {
    const waiting = storage.write(async (tx) => {
      await tx.insert(Note, { id: 1, body: 'waited' });
      await sleep(1);
      await tx.insert(Note, { id: 3, body: 'too late' });
    });
    await expect(waiting).rejects.toMatchObject({ code: 'storage.foreign-await' });
    await expect(storage.write(() => sleep(1))).rejects.toMatchObject({ code: 'storage.foreign-await' });
    await storage.write((tx) => tx.insert(Note, { id: 2, body: 'next' }));
    expect(bodies()).toEqual(['next']);
  });

  it('refuses a write inside a write, which would wait for itself', async () => {
    await expect(storage.write(() => storage.write(async () => 1))).rejects.toMatchObject({ code: 'storage.nested-write' });
    await expect(storage.write(async () => 1)).resolves.toBe(1);
  });

  it('refuses statements that change rows past it, also while a transaction is open', async () => {
    const insert = () => storage.dataSource.getRepository(Note).insert({ id: 3, body: 'past it' });
    const refused = { driverError: { code: 'storage.write-outside' } };
    await expect(insert()).rejects.toMatchObject(refused);
    let meanwhile: Promise<unknown> = Promise.resolve();
    const overlapping = storage.write(async (tx) => {
      await tx.insert(Note, { id: 1, body: 'inside' });
      await tx.insert(Note, { id: 2, body: 'inside too' });
    });
    meanwhile = insert();
    await expect(meanwhile).rejects.toMatchObject(refused);
    await overlapping;
    expect(bodies()).toEqual(['inside', 'inside too']);
  });

  it('goes on after SQLite itself has ended the transaction, as it does when the disk is full', async () => {
    const ended = storage.write(async (tx) => {
      await tx.insert(Note, { id: 1, body: 'gone' });
      await tx.query('ROLLBACK');
      throw new Error('disk is full');
    });
    await expect(ended).rejects.toThrow('disk is full');
    await storage.write((tx) => tx.insert(Note, { id: 2, body: 'after' }));
    expect(bodies()).toEqual(['after']);
  });

  it('waits for another process’s transaction without holding the event loop', async () => {
    const other = new Database(file);
    other.exec("BEGIN IMMEDIATE; INSERT INTO note VALUES (1, 'other')");
    const mine = storage.write((tx) => tx.insert(Note, { id: 2, body: 'mine' }));
    for (let turn = 0; turn < 5; turn++) await sleep(1); // the event loop still turns while the file is locked
    other.exec('COMMIT');
    other.close();
    await mine;
    expect(bodies()).toEqual(['other', 'mine']);
  });

  it('takes the write lock at its start, so that reading first never fails for it', async () => {
    const other = await open();
    const increment = (store: Storage) =>
      store.write(async (tx) => {
        const note = await tx.findOneBy(Note, { id: 1 });
        await tx.save(Note, { id: 1, body: String(Number(note?.body ?? 0) + 1) });
      });
    await Promise.all(Array.from({ length: 40 }, (_, index) => increment(index % 2 ? storage : other)));
    await other.close();
    expect(bodies()).toEqual(['40']);
  });
});

describe('writeAtOnce', () => {
  const note = (body: string) => storage.writeAtOnce((connection) => connection.prepare('INSERT INTO note (body) VALUES (?)').run(body));

  it('keeps all of its work, or nothing of it', async () => {
    await note('kept');
    const work = storage.writeAtOnce((connection) => {
      connection.prepare('INSERT INTO note (body) VALUES (?)').run('taken back');
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(bodies()).toEqual(['kept']);
  });

  it('takes turns with writes that go through TypeORM', async () => {
    const typed = (body: string) => storage.write((tx) => tx.query('INSERT INTO note (body) VALUES (?)', [body]));
    await Promise.all([typed('a'), note('b'), typed('c'), note('d')]);
    expect(bodies()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('is refused inside a write, which would wait for itself', async () => {
    await expect(storage.write(() => note('inner'))).rejects.toMatchObject({ code: 'storage.nested-write' });
  });

  it('waits for another process’s transaction without holding the event loop', async () => {
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    setTimeout(() => other.exec('COMMIT'), 60);
    await note('after');
    expect(bodies()).toEqual(['after']);
    other.close();
  });
});

describe('read', () => {
  it('sees committed rows only', async () => {
    await storage.write(async (tx) => {
      await tx.insert(Note, { id: 1, body: 'not yet' });
      expect(bodies()).toEqual([]);
    });
    expect(storage.one('SELECT body FROM note WHERE id = ?', [1])).toEqual({ body: 'not yet' });
    expect(storage.one('SELECT body FROM note WHERE id = ?', [2])).toBeUndefined();
  });

  it('cannot change anything', () => {
    expect(() => storage.read("INSERT INTO note VALUES (1, 'x') RETURNING id")).toThrow('readonly');
  });
});

describe('slow statements', () => {
  it('are told with their plan, from both connections', async () => {
    const slow: SlowStatement[] = [];
    const watched = await open({ slowMs: 0, onSlow: (statement) => slow.push(statement) });
    watched.read('SELECT body FROM note WHERE body = ?', ['x']);
    await watched.write((tx) => tx.query('DELETE FROM note WHERE id = ?', [7]));
    await watched.close();
    const plans = Object.fromEntries(slow.map((statement) => [statement.sql, statement.plan.join()]));
    expect(plans['SELECT body FROM note WHERE body = ?']).toContain('SCAN note');
    expect(plans['DELETE FROM note WHERE id = ?']).toContain('SEARCH note USING INTEGER PRIMARY KEY');
  });
});

describe('schema drift', () => {
  it('is none after the migrations', async () => {
    expect(await schemaDrift(storage)).toEqual([]);
  });

  it('names a column that only the entities have, and a table that only the file has', async () => {
    await storage.alter((dataSource) => dataSource.query('CREATE TABLE stray (id integer)'));
    await storage.alter((dataSource) => dataSource.query('ALTER TABLE note DROP COLUMN body'));
    const drift = (await schemaDrift(storage)).join('\n');
    expect(drift).toContain('body');
    expect(drift).toContain('Table stray has no entity.');
  });
});
