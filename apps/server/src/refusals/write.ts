import type { Database, RefusalsTable, WharfDatabase } from '@wharf/db';
import type { Selectable, Transaction } from 'kysely';
import type { PendingRefusal } from './recent.ts';
import { tell } from './tell.ts';
import { findWhose, type Whose } from './whose.ts';

type Row = Selectable<RefusalsTable>;

// 22 columns: well below the parameters that a statement may have (SQLite 32 766).
const rowsAStatement = 500;

/** Writes new refusals and adds to the count of those that lie there, in one transaction that may skip the disk flush. */
export async function writeRefusals(database: WharfDatabase, refusals: readonly PendingRefusal[]): Promise<void> {
  await database.relaxed(async (trx) => {
    for (let at = 0; at < refusals.length; at += rowsAStatement) {
      await writePart(trx, refusals.slice(at, at + rowsAStatement));
    }
  });
}

async function writePart(trx: Transaction<Database>, refusals: readonly PendingRefusal[]): Promise<void> {
  const whose = await findWhose(trx, refusals);
  // Sorted, so that nodes lock rows in the same order.
  const rows = refusals
    .map((refusal) => rowOf(refusal, whose(refusal)))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  await trx
    .insertInto('refusals')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({
        count: eb('refusals.count', '+', eb.ref('excluded.count')),
        last_at: eb.ref('excluded.last_at'),
      })),
    )
    .execute();
}

function rowOf({ id, source, refused, createdAt, lastAt, count }: PendingRefusal, whose: Whose): Row {
  const told = tell(refused);
  const { reason, rule, ...detail } = told.detail;
  return {
    id,
    created_at: createdAt,
    last_at: lastAt,
    count,
    user_id: whose.userId,
    robot_id: whose.robotId,
    account_id: whose.accountId,
    actor_name: whose.name,
    proven: whose.proven ? 1 : 0,
    address: cut(refused.address, 60),
    source: cut(source, 60),
    method: cut(refused.method, 20),
    operation: cut(refused.operation, 60),
    repository: refused.repository === undefined ? null : cut(refused.repository, 300),
    reference: refused.reference === undefined ? null : cut(refused.reference, 200),
    status: refused.status,
    code: refused.code,
    reason,
    rule: cut(rule, 200),
    message: cut(told.message, 800),
    detail: boundedJson(detail),
    client: cut(refused.client, 200),
  };
}

/** PostgreSQL takes no zero byte in a text. */
function cut(text: string, length: number): string {
  return text.replaceAll('\0', '').slice(0, length);
}

const factLimit = 300;
const factsLimit = 20;

/** Facts are small: a name, a number, a few names. What is more is left out. */
function boundedJson(detail: object): string {
  const facts = Object.entries(detail)
    .filter(([name, value]) => name.length <= 40 && JSON.stringify(value ?? null).length <= factLimit)
    .slice(0, factsLimit);
  return JSON.stringify(Object.fromEntries(facts)).replaceAll('\\u0000', '');
}
