import { CompiledQuery, sql } from 'kysely';
import type { WharfDatabase } from '../database.ts';

export interface QueryPlan {
  /** The database's own words, for the reader of a failure. */
  text: string;
  /** Tables that are read from end to end. */
  fullScans: string[];
  /** Whether rows are put in order after reading: then the first row costs as much as the last. */
  sorts: boolean;
}

/** How the database would run `query`, told not to settle for a full scan or a sort where an index would do. */
export function planOf(database: WharfDatabase, query: CompiledQuery): Promise<QueryPlan> {
  return database.dialect === 'sqlite' ? sqlitePlan(database, query) : postgresPlan(database, query);
}

async function sqlitePlan(database: WharfDatabase, query: CompiledQuery): Promise<QueryPlan> {
  const explain = CompiledQuery.raw(`explain query plan ${query.sql}`, [...query.parameters]);
  const { rows } = await database.db.executeQuery<{ detail: string }>(explain);
  const steps = rows.map((row) => row.detail);
  // Subqueries are steps of their own, whose results are then scanned under the same name.
  const inner = new Set(steps.map((step) => /^(?:CO-ROUTINE|MATERIALIZE) (\S+)/.exec(step)?.[1]));
  const fullScans = steps
    .map((step) => /^SCAN (\S+)(?! CONSTANT)(?!.*USING (?:COVERING )?INDEX)/.exec(step)?.[1])
    .filter((table) => table !== undefined && table !== 'CONSTANT' && !table.startsWith('(') && !inner.has(table));
  return {
    text: steps.join('\n'),
    fullScans: fullScans as string[],
    sorts: steps.some((step) => step.startsWith('USE TEMP B-TREE FOR')),
  };
}

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: PlanNode[];
}

async function postgresPlan(database: WharfDatabase, query: CompiledQuery): Promise<QueryPlan> {
  const explain = CompiledQuery.raw(`explain (format json) ${query.sql}`, [...query.parameters]);
  const rows = await database.db.transaction().execute(async (trx) => {
    for (const way of ['seqscan', 'sort', 'bitmapscan'])
      await sql`set local ${sql.raw(`enable_${way}`)} = off`.execute(trx);
    return (await trx.executeQuery<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(explain)).rows;
  });
  const nodes = rows.flatMap((row) => row['QUERY PLAN']).flatMap(({ Plan }) => nodesOf(Plan));
  return {
    text: JSON.stringify(rows, null, 1),
    fullScans: nodes.filter((node) => node['Node Type'] === 'Seq Scan').map((node) => node['Relation Name'] ?? '?'),
    sorts: nodes.some((node) => /Sort$/.test(node['Node Type'])),
  };
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}
