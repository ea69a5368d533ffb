import Database from 'better-sqlite3';
import { type Watch, watchStatements } from './watched-statement.js';

const CACHED_STATEMENTS = 200;

/** The read-only connection: sees committed rows only, keeps its statements prepared. */
export class Reader {
  private readonly database: Database.Database;
  private readonly statements = new Map<string, Database.Statement>();

  constructor(file: string, watch: Watch) {
    this.database = new Database(file, { readonly: true, fileMustExist: true, timeout: 5000 });
    watchStatements(this.database, watch);
  }

  all<T>(sql: string, parameters: readonly unknown[]): T[] {
    return this.statement(sql).all(...parameters) as T[];
  }

  one<T>(sql: string, parameters: readonly unknown[]): T | undefined {
    return this.statement(sql).get(...parameters) as T | undefined;
  }

  close(): void {
    this.statements.clear();
    this.database.close();
  }

  /** The least recently used statement makes room for a new one. */
  private statement(sql: string): Database.Statement {
    const known = this.statements.get(sql);
    const statement = known ?? this.database.prepare(sql);
    if (known) this.statements.delete(sql);
    this.statements.set(sql, statement);
    const oldest = this.statements.keys().next().value;
    if (this.statements.size > CACHED_STATEMENTS && oldest !== undefined) this.statements.delete(oldest);
    return statement;
  }
}
