import { organizationOf, type RepositoryName } from '@wharf/oci';
import type { Quotas } from '@wharf/policies/quota';
import { sql, type Transaction } from 'kysely';
import { fixedQuery } from '../fixed-query.ts';
import { newId } from '../new-id.ts';
import type { Database } from '../schema.ts';
import { keepQuotas } from './keep-quotas.ts';

/** A repository whose row this transaction holds: what it contains stays as it is until the end of the transaction. */
export interface LockedRepository {
  id: string;
  name: RepositoryName;
  organizationId: string;
  accountId: string;
  /** As it was when the row was locked. */
  before: { listed: boolean; tags: number };
  /** What its account may have; another transaction may change that meanwhile. */
  quotas: Pick<Quotas, 'repositories' | 'tags' | 'bytes'>;
}

const lockedColumns = [
  'repositories.id',
  'repositories.name',
  'repositories.organization_id',
  'repositories.pushed_at',
  'repositories.tag_count',
  'organizations.account_id',
  'accounts.repository_quota',
  'accounts.tag_quota',
  'accounts.byte_quota',
] as const;

function asLocked(row: {
  id: string;
  name: string;
  organization_id: string;
  pushed_at: number | null;
  tag_count: number;
  account_id: string;
  repository_quota: number | null;
  tag_quota: number | null;
  byte_quota: number | null;
}): LockedRepository {
  return {
    id: row.id,
    name: row.name as RepositoryName,
    organizationId: row.organization_id,
    accountId: row.account_id,
    before: { listed: row.pushed_at !== null, tags: row.tag_count },
    quotas: { repositories: row.repository_quota, tags: row.tag_quota, bytes: row.byte_quota },
  };
}

/**
 * Locks the repository's row, undefined when it does not exist. Everything that changes a repository's content begins
 * with it, and a transaction locks one repository (a copy: two, by id) and blobs after it: so writers wait in line and never in a ring.
 * `no key update` leaves others free to insert rows that refer to the repository, such as upload sessions.
 */
export async function lockRepository(
  trx: Transaction<Database>,
  name: RepositoryName,
): Promise<LockedRepository | undefined> {
  const { rows } = await lockByName(trx, name);
  const row = rows[0];
  return row && asLocked(row);
}

const lockByName = fixedQuery((db, name: string) =>
  db
    .selectFrom('repositories')
    .innerJoin('organizations', 'organizations.id', 'repositories.organization_id')
    .innerJoin('accounts', 'accounts.id', 'organizations.account_id')
    .select(lockedColumns)
    .where('repositories.name', '=', name)
    .forNoKeyUpdate('repositories'),
);

/** As `lockRepository`, by the repository's id. */
export async function lockRepositoryById(
  trx: Transaction<Database>,
  id: string,
): Promise<LockedRepository | undefined> {
  const row = await trx
    .selectFrom('repositories')
    .innerJoin('organizations', 'organizations.id', 'repositories.organization_id')
    .innerJoin('accounts', 'accounts.id', 'organizations.account_id')
    .select(lockedColumns)
    .where('repositories.id', '=', id)
    .forNoKeyUpdate('repositories')
    .executeTakeFirst();
  return row && asLocked(row);
}

/** As `lockRepository`, for the repository of an upload session; undefined when the session is gone. */
export async function lockRepositoryOfUpload(
  trx: Transaction<Database>,
  uploadId: string,
): Promise<LockedRepository | undefined> {
  const { rows } = await lockByUpload(trx, uploadId);
  const row = rows[0];
  return row && asLocked(row);
}

const lockByUpload = fixedQuery((db, uploadId: string) =>
  db
    .selectFrom('upload_sessions')
    .innerJoin('repositories', 'repositories.id', 'upload_sessions.repository_id')
    .innerJoin('organizations', 'organizations.id', 'repositories.organization_id')
    .innerJoin('accounts', 'accounts.id', 'organizations.account_id')
    .select(lockedColumns)
    .where('upload_sessions.id', '=', uploadId)
    .forNoKeyUpdate('repositories'),
);

/** As `lockRepository`, but makes the repository when absent; undefined when its organization does not exist. */
export async function openLockedRepository(
  trx: Transaction<Database>,
  name: RepositoryName,
  at: Date,
): Promise<LockedRepository | undefined> {
  const known = await lockRepository(trx, name);
  if (known) return known;
  const made = await insertRepository(trx, name, at);
  return made ? lockRepository(trx, name) : undefined;
}

/** False when the organization does not exist; another transaction may make the repository at the same time. */
async function insertRepository(trx: Transaction<Database>, name: RepositoryName, at: Date): Promise<boolean> {
  const organization = await trx
    .selectFrom('organizations')
    .select('id')
    .where('name', '=', organizationOf(name))
    // It must not go away before the row below refers to it.
    .forKeyShare()
    .executeTakeFirst();
  if (!organization) return false;
  await trx
    .insertInto('repositories')
    .values({ id: newId(), organization_id: organization.id, name, created_at: at.getTime() })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  return true;
}

/**
 * As `openLockedRepository`, with a second repository that is there, locked too: in the order of their ids, so that two such
 * transactions wait for each other in line.
 */
export async function openLockedRepositories(
  trx: Transaction<Database>,
  name: RepositoryName,
  otherId: string,
  at: Date,
): Promise<LockedRepository | undefined> {
  const find = () => trx.selectFrom('repositories').select('id').where('name', '=', name).executeTakeFirst();
  let known = await find();
  if (!known && (await insertRepository(trx, name, at))) known = await find();
  if (!known) return undefined;
  const locked = new Map<string, LockedRepository | undefined>();
  for (const id of [known.id, otherId].sort()) locked.set(id, await lockRepositoryById(trx, id));
  return locked.get(known.id);
}

/**
 * Adds to the counts that lists show. `pushedAt` null: the repository holds no manifest any more.
 * @throws QuotaExceeded when that is more than its account may have: the transaction must not commit then
 */
export async function changeRepository(
  trx: Transaction<Database>,
  repository: LockedRepository,
  change: { tags?: number; bytes?: number; pushedAt?: number | null },
): Promise<void> {
  const { id } = repository;
  const { tags = 0, bytes = 0, pushedAt } = change;
  await keepQuotas(trx, repository, { tags, bytes, listed: typeof pushedAt === 'number' });
  if (pushedAt !== undefined) await addCountsAtPush(trx, id, tags, bytes, pushedAt);
  else if (tags !== 0 || bytes !== 0) await addCounts(trx, id, tags, bytes);
}

const addCounts = fixedQuery((db, id: string, tags: number, bytes: number) =>
  db
    .updateTable('repositories')
    .set({ tag_count: sql<number>`tag_count + ${tags}`, bytes: sql<number>`bytes + ${bytes}` })
    .where('id', '=', id),
);

const addCountsAtPush = fixedQuery((db, id: string, tags: number, bytes: number, pushedAt: number | null) =>
  db
    .updateTable('repositories')
    .set({ tag_count: sql<number>`tag_count + ${tags}`, bytes: sql<number>`bytes + ${bytes}`, pushed_at: pushedAt })
    .where('id', '=', id),
);
