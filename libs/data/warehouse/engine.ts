import { mkdirSync, realpathSync } from 'node:fs';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { quoteText } from './column-types.js';
import { warehouseClosed } from './errors.js';
import { portable } from './files.js';

export interface EngineLimits {
  readonly threads: number;
  /** As DuckDB writes it: '1GB'. */
  readonly memory: string;
}

/**
 * The one DuckDB instance of this process. It lives in memory; snapshot files are attached to it.
 * Locked down: it sees the warehouse folder and nothing else, loads no extension, and its settings cannot be changed,
 * so that the SQL of a model can neither read the machine nor reach the network.
 */
export class Engine {
  private instance: Promise<DuckDBInstance> | undefined;
  private closed = false;
  private readonly open = new Set<DuckDBConnection>();
  readonly folder: string;

  constructor(
    folder: string,
    private readonly limits: EngineLimits,
  ) {
    mkdirSync(folder, { recursive: true });
    this.folder = realpathSync(folder).replaceAll('\\', '/');
  }

  async connect(): Promise<DuckDBConnection> {
    if (this.closed) throw warehouseClosed();
    this.instance ??= this.start();
    const connection = await (await this.instance).connect();
    this.open.add(connection);
    return connection;
  }

  disconnect(connection: DuckDBConnection): void {
    if (this.open.delete(connection)) connection.closeSync();
  }

  /** Nothing may be running on any connection. */
  async close(): Promise<void> {
    this.closed = true;
    for (const connection of this.open) this.disconnect(connection);
    (await this.instance)?.closeSync();
    this.instance = undefined;
  }

  private async start(): Promise<DuckDBInstance> {
    const instance = await DuckDBInstance.create(':memory:', {
      threads: String(this.limits.threads),
      memory_limit: this.limits.memory,
      preserve_insertion_order: 'false',
      // Memory that a query needed goes back to the system when there is no other query for a while.
      allocator_background_threads: 'true',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const connection = await instance.connect();
    for (const setting of this.lockDown()) await connection.run(setting);
    connection.closeSync();
    return instance;
  }

  /** In this order: what is allowed, then nothing else, then no more changes. */
  private lockDown(): string[] {
    return [
      `set temp_directory=${quoteText(portable(this.folder, 'spill', String(process.pid)))}`,
      `set allowed_directories=[${quoteText(this.folder)}]`,
      'set enable_external_access=false',
      'set lock_configuration=true',
    ];
  }
}
