import type { CompiledQuery, Kysely, QueryResult } from 'kysely';
import type { Database } from './schema.ts';

/** Stands for the argument of this index while the query is compiled. */
class Slot {
  readonly index: number;
  constructor(index: number) {
    this.index = index;
  }
}

/**
 * A query that is compiled once a database instead of once a call, for hot paths: compiling costs more than a look-up in
 * SQLite. `build` is called with stand-ins, so it may only hand its arguments on as parameters, never look at them.
 */
export function fixedQuery<Args extends readonly unknown[], Row>(
  build: (db: Kysely<Database>, ...args: Args) => { compile(): CompiledQuery<Row> },
): (db: Kysely<Database>, ...args: Args) => Promise<QueryResult<Row>> {
  const compiledFor = new WeakMap<object, CompiledQuery<Row>>();
  const compile = (db: Kysely<Database>, count: number): CompiledQuery<Row> => {
    const standIns = Array.from({ length: count }, (_, index) => new Slot(index));
    return build(db, ...(standIns as unknown as Args)).compile();
  };
  return (db, ...args) => {
    const executor = db.getExecutor();
    let compiled = compiledFor.get(executor.adapter);
    if (!compiled) {
      compiled = compile(db, args.length);
      compiledFor.set(executor.adapter, compiled);
    }
    const { sql, query, queryId } = compiled;
    const parameters = compiled.parameters.map((value) => (value instanceof Slot ? args[value.index] : value));
    return executor.executeQuery<Row>({ sql, query, queryId, parameters });
  };
}
