import type { Database, WharfDatabase } from '@wharf/db';
import { sql, type Transaction } from 'kysely';
import type { CredentialUse } from './auth/credentials.ts';

interface TrafficCount {
  /** UTC, `2026-11-24`. */
  day: string;
  /** Name. */
  organization: string;
  pulls: number;
  pulledBytes: number;
  pushedBytes: number;
}

/** What was counted and is not written yet. */
export interface Counts {
  /** By repository id. */
  repositories: Map<string, { pulls: number; tags: Map<string, number> }>;
  /** By day and organization. */
  traffic: Map<string, TrafficCount>;
  /** By kind, then by id: the address of the last use. */
  uses: Map<CredentialUse['kind'], Map<string, string | undefined>>;
}

export function emptyCounts(): Counts {
  return { repositories: new Map(), traffic: new Map(), uses: new Map() };
}

/** The sum of both, for a write that failed. */
export function mergeCounts(into: Counts, from: Counts): Counts {
  for (const [id, { pulls, tags }] of from.repositories) {
    const sum = into.repositories.get(id) ?? { pulls: 0, tags: new Map<string, number>() };
    sum.pulls += pulls;
    for (const [tag, count] of tags) sum.tags.set(tag, (sum.tags.get(tag) ?? 0) + count);
    into.repositories.set(id, sum);
  }
  for (const [key, row] of from.traffic) {
    const sum = into.traffic.get(key);
    if (!sum) into.traffic.set(key, row);
    else {
      sum.pulls += row.pulls;
      sum.pulledBytes += row.pulledBytes;
      sum.pushedBytes += row.pushedBytes;
    }
  }
  for (const [kind, addresses] of from.uses) {
    for (const [id, address] of addresses) addUse(into, { kind, id, address });
  }
  return into;
}

/** One address a credential is kept: the last that is known. */
export function addUse(counts: Counts, { kind, id, address }: CredentialUse): void {
  const addresses = counts.uses.get(kind) ?? new Map<string, string | undefined>();
  counts.uses.set(kind, addresses.set(id, address ?? addresses.get(id)));
}

const credentialTables = {
  'temporary-login': 'temporary_credentials',
  'access-key': 'access_keys',
  robot: 'robots',
} as const;

// Well below the parameters that a statement may have (SQLite 32 766, PostgreSQL 65 535).
const rowsAStatement = 500;

/** Adds the counts to the tables, in one transaction and few statements. Rows that are gone are passed over. */
export async function writeCounts(database: WharfDatabase, counts: Counts, at: Date): Promise<void> {
  if (counts.repositories.size + counts.traffic.size + counts.uses.size === 0) return;
  // Sorted, so that nodes lock rows in the same order.
  const repositories = [...counts.repositories].sort(([one], [other]) => (one < other ? -1 : 1));
  await database.relaxed(async (trx) => {
    for (const part of chunks(repositories)) {
      await trx
        .updateTable('repositories')
        .set({
          pulls: sql`pulls + ${added(
            'id',
            part.map(([id, { pulls }]) => [id, pulls]),
          )}`,
          pulled_at: at.getTime(),
        })
        .where(
          'id',
          'in',
          part.map(([id]) => id),
        )
        .execute();
    }
    for (const [id, { tags }] of repositories) await writeTags(trx, id, [...tags].sort(), at);
    for (const [, row] of [...counts.traffic].sort()) await writeTraffic(trx, row);
    for (const [kind, addresses] of [...counts.uses].sort()) await writeUses(trx, kind, [...addresses].sort(), at);
  });
}

async function writeUses(
  trx: Transaction<Database>,
  kind: CredentialUse['kind'],
  uses: [string, string | undefined][],
  at: Date,
): Promise<void> {
  for (const part of chunks(uses)) {
    const branches = part.map(([id, address]) => sql`when ${id} then cast(${address ?? null} as text)`);
    await trx
      .updateTable(credentialTables[kind])
      .set({
        last_used_at: at.getTime(),
        last_used_address: sql<string>`coalesce(case id ${sql.join(branches, sql` `)} end, last_used_address)`,
      })
      .where(
        'id',
        'in',
        part.map(([id]) => id),
      )
      .execute();
  }
}

async function writeTags(
  trx: Transaction<Database>,
  repositoryId: string,
  tags: [string, number][],
  at: Date,
): Promise<void> {
  for (const part of chunks(tags)) {
    await trx
      .updateTable('tags')
      .set({ pulls: sql`pulls + ${added('name', part)}`, pulled_at: at.getTime() })
      .where('repository_id', '=', repositoryId)
      .where(
        'name',
        'in',
        part.map(([name]) => name),
      )
      .execute();
  }
}

async function writeTraffic(trx: Transaction<Database>, row: TrafficCount): Promise<void> {
  const { day, organization, pulls, pulledBytes, pushedBytes } = row;
  await trx
    .insertInto('traffic_days')
    .columns(['organization_id', 'day', 'pulls', 'pulled_bytes', 'pushed_bytes'])
    .expression((eb) =>
      eb
        .selectFrom('organizations')
        .select(['id'])
        .where('name', '=', organization)
        .select([sql<string>`${day}`.as('day')])
        .select([
          count(pulls).as('pulls'),
          count(pulledBytes).as('pulled_bytes'),
          count(pushedBytes).as('pushed_bytes'),
        ]),
    )
    .onConflict((conflict) =>
      conflict.columns(['day', 'organization_id']).doUpdateSet({
        pulls: sql`traffic_days.pulls + excluded.pulls`,
        pulled_bytes: sql`traffic_days.pulled_bytes + excluded.pulled_bytes`,
        pushed_bytes: sql`traffic_days.pushed_bytes + excluded.pushed_bytes`,
      }),
    )
    .execute();
}

/** `case id when ... then ... end`: a different number for each row of one statement. */
function added(column: string, numbers: [string, number][]) {
  const branches = numbers.map(([key, number]) => sql`when ${key} then ${count(number)}`);
  return sql<number>`case ${sql.ref(column)} ${sql.join(branches, sql` `)} else 0 end`;
}

// PostgreSQL would take a bare parameter for text here.
function count(number: number) {
  return sql<number>`cast(${number} as bigint)`;
}

function chunks<Row>(rows: Row[]): Row[][] {
  const parts: Row[][] = [];
  for (let start = 0; start < rows.length; start += rowsAStatement)
    parts.push(rows.slice(start, start + rowsAStatement));
  return parts;
}
