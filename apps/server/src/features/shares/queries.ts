import type { ShareState } from '@wharf/api';
import type { Database } from '@wharf/db';
import type { Visibility } from '@wharf/policies/access';
import type { ExpressionBuilder, Kysely, Transaction } from 'kysely';
import { contains, listPage, type PageQuery, readSort } from '../list-page.ts';

type Db = Kysely<Database>;

/** The condition of one state, as `shareState` tells it of each. */
function inState(state: ShareState | undefined, now: Date) {
  return (eb: ExpressionBuilder<Database, 'shares'>) => {
    if (state === undefined) return eb.and([]);
    if (state === 'expired') return eb('shares.expires_at', '<=', now.getTime());
    return eb.or([eb('shares.expires_at', 'is', null), eb('shares.expires_at', '>', now.getTime())]);
  };
}

/** The shares of one repository by the accounts' names. */
export async function listShares(
  db: Db,
  repositoryId: string,
  query: PageQuery & { sort?: 'name' | '-name' | undefined; state?: ShareState | undefined },
  now: Date,
) {
  let rows = db
    .selectFrom('shares')
    .innerJoin('accounts', 'accounts.id', 'shares.account_id')
    .select([
      'shares.account_id',
      'accounts.name',
      'shares.description',
      'shares.expires_at',
      'shares.created_at',
      'shares.created_by',
    ])
    .where('shares.repository_id', '=', repositoryId)
    .where(inState(query.state, now));
  if (query.q) rows = rows.where(contains('accounts.name', query.q));
  const { direction } = readSort(query.sort ?? 'name');
  const columns = [{ column: 'accounts.name', output: 'name', type: 'text' }] as const;
  return await listPage(db, rows, rows, { columns, direction }, query);
}

/** What other accounts share with this one, of what holds a manifest. */
function received(db: Db, accountId: string) {
  return db
    .selectFrom('shares')
    .where('shares.account_id', '=', accountId)
    .where((eb) =>
      // A value, not a join, which could leave the order of the shares' index.
      eb(
        eb
          .selectFrom('repositories')
          .select('repositories.pushed_at')
          .whereRef('repositories.id', '=', 'shares.repository_id'),
        'is not',
        null,
      ),
    );
}

const sortColumns = {
  name: [{ column: 'shares.repository_name', output: 'repository_name', type: 'text' }],
  sharedAt: [
    { column: 'shares.created_at', output: 'created_at', type: 'number' },
    { column: 'shares.repository_id', output: 'repository_id', type: 'text' },
  ],
} as const;
type SortKey = keyof typeof sortColumns;

export async function listSharedRepositories(
  db: Db,
  accountId: string,
  query: PageQuery & { sort?: SortKey | `-${SortKey}` | undefined; state?: ShareState | undefined },
  now: Date,
) {
  let counted = received(db, accountId).where(inState(query.state, now));
  if (query.q) counted = counted.where(contains('shares.repository_name', query.q));
  const rows = counted.select([
    'shares.repository_id',
    'shares.repository_name',
    'shares.created_at',
    'shares.expires_at',
  ]);
  const { key, direction } = readSort(query.sort ?? 'name');
  return await listPage(db, rows, counted, { columns: sortColumns[key], direction }, query);
}

export interface SharedContent {
  visibility: Visibility;
  tag_count: number;
  bytes: number;
  pushed_at: number;
  owner: string;
  latest_tag: string | null;
}

/** What a page of shared repositories shows of each, by id. */
export async function findContents(db: Db, repositoryIds: readonly string[]): Promise<Map<string, SharedContent>> {
  if (repositoryIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('repositories')
    .innerJoin('organizations', 'organizations.id', 'repositories.organization_id')
    .innerJoin('accounts', 'accounts.id', 'organizations.account_id')
    .select((eb) => [
      'repositories.id',
      'repositories.visibility',
      'repositories.tag_count',
      'repositories.bytes',
      'repositories.pushed_at',
      'accounts.name as owner',
      eb
        .selectFrom('tags')
        .select('tags.name')
        .whereRef('tags.repository_id', '=', 'repositories.id')
        .orderBy('tags.pushed_at', 'desc')
        .orderBy('tags.name', 'desc')
        .limit(1)
        .as('latest_tag'),
    ])
    .where('repositories.id', 'in', repositoryIds)
    .$narrowType<{ pushed_at: number }>()
    .execute();
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

/** Locks the repository, so that two requests do not both find room for one more share. Undefined when it is gone. */
export async function lockRepository(trx: Transaction<Database>, id: string) {
  return await trx
    .selectFrom('repositories')
    .select(['name', 'visibility', 'pushed_at'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function listSharesOf(trx: Db, repositoryId: string) {
  return await trx
    .selectFrom('shares')
    .select(['account_id', 'expires_at', 'description'])
    .where('repository_id', '=', repositoryId)
    .execute();
}

/** Ids by name, of those that exist. */
export async function findAccounts(db: Db, names: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.selectFrom('accounts').select(['id', 'name']).where('name', 'in', names).execute();
  return new Map(rows.map(({ id, name }) => [name, id]));
}

export async function findShare(db: Db, repositoryId: string, accountId: string) {
  return await db
    .selectFrom('shares')
    .innerJoin('accounts', 'accounts.id', 'shares.account_id')
    .select(['accounts.name', 'shares.expires_at'])
    .where('shares.repository_id', '=', repositoryId)
    .where('shares.account_id', '=', accountId)
    .executeTakeFirst();
}

/** What this account received under that full name, ended or not. */
export async function findReceivedShare(db: Db, name: string, accountId: string) {
  return await db
    .selectFrom('shares')
    .innerJoin('repositories', 'repositories.id', 'shares.repository_id')
    .innerJoin('organizations', 'organizations.id', 'repositories.organization_id')
    .innerJoin('accounts', 'accounts.id', 'shares.account_id')
    .select([
      'shares.repository_id',
      'shares.account_id as accountId',
      'shares.expires_at',
      'accounts.name as receiver',
      'organizations.id as organization_id',
      'organizations.account_id as owner_id',
    ])
    .where('shares.account_id', '=', accountId)
    .where('shares.repository_name', '=', name)
    .executeTakeFirst();
}

export async function deleteShare(trx: Transaction<Database>, repositoryId: string, accountId: string): Promise<void> {
  await trx
    .deleteFrom('shares')
    .where('repository_id', '=', repositoryId)
    .where('account_id', '=', accountId)
    .execute();
}

export async function accountName(db: Db, id: string): Promise<string> {
  return (await db.selectFrom('accounts').select('name').where('id', '=', id).executeTakeFirstOrThrow()).name;
}
