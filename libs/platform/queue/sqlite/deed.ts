import type { EntityManager } from 'typeorm';
import type { Connection, PreparedStatement } from '#platform/sqlite';

export type Value = string | number | null;
/** A statement and its parameters. */
export type Asked = readonly [sql: string, ...parameters: Value[]];

/**
 * Some statements that belong together, each asked for when its turn comes. The engine's thread performs a deed at once, any other
 * process inside a transaction of TypeORM: so what a cancel or an enqueue means is written once.
 */
export type Deed<T = void> = Generator<Asked, T, unknown[]>;

/** The rows of one statement. */
export function* rows<Row>(...asked: Asked): Deed<Row[]> {
  return (yield asked) as Row[];
}

/** Its first row. */
export function* row<Row>(...asked: Asked): Deed<Row | undefined> {
  return ((yield asked) as Row[])[0];
}

/** The texts of effects are the handlers': whoever writes values into them must not fill the memory. */
const MOST_PREPARED = 500;

/** Statements prepared once, by their text. */
export class Statements {
  private readonly prepared = new Map<string, PreparedStatement>();

  constructor(private readonly connection: Connection) {}

  of(sql: string): PreparedStatement {
    let statement = this.prepared.get(sql);
    if (!statement) {
      if (this.prepared.size >= MOST_PREPARED) this.prepared.clear();
      statement = this.connection.prepare(sql);
      this.prepared.set(sql, statement);
    }
    return statement;
  }

  /** Performs a deed on this connection, in the transaction that is open. */
  perform<T>(deed: Deed<T>): T {
    let step = deed.next();
    while (!step.done) {
      const [sql, ...parameters] = step.value;
      const statement = this.of(sql);
      step = deed.next(statement.reader ? statement.all(...parameters) : none(statement.run(...parameters)));
    }
    return step.value;
  }
}

const none = (_: unknown): unknown[] => [];

/** Performs a deed in a transaction of TypeORM. */
export async function performIn<T>(tx: EntityManager, deed: Deed<T>): Promise<T> {
  let step = deed.next();
  while (!step.done) {
    const [sql, ...parameters] = step.value;
    const answer: unknown = await tx.query(sql, parameters);
    step = deed.next(Array.isArray(answer) ? answer : []);
  }
  return step.value;
}
