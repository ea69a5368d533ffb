import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connection, openConnection } from '#platform/sqlite';
import { openStorage } from '#platform/storage';
import { Wal } from './wal.js';

const LARGEST = 1_000_000;
let folder: string;
let file: string;
let connection: Connection;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jupiter-wal-'));
  file = join(folder, 'jupiter.sqlite');
  await (await openStorage({ file, entities: [] })).close();
  connection = openConnection(file);
  connection.exec('CREATE TABLE filler (text TEXT)');
});

afterEach(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

const write = (bytes: number) => connection.prepare('INSERT INTO filler VALUES (?)').run('x'.repeat(bytes));
const size = () => statSync(`${file}-wal`).size;

describe('the write-ahead log', () => {
  it('is left alone while it is small, and cut when it is not', () => {
    const wal = new Wal(connection, file, LARGEST);
    write(100_000);
    expect(wal.look(0)).toBe(false);
    write(2 * LARGEST);
    expect(wal.look(500)).toBe(false); // not yet time again
    expect(wal.look(1000)).toBe(true);
    expect(size()).toBe(0);
  });

  it('waits for a reader that needs it, and is cut when that has gone', () => {
    const wal = new Wal(connection, file, LARGEST);
    const reader = openConnection(file);
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM filler').get();
    write(2 * LARGEST);
    expect(wal.look(0)).toBe(false);
    write(100_000);
    reader.close();
    expect(wal.look(1000)).toBe(true);
    expect(size()).toBe(0);
  });
});
