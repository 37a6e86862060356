import type { Database } from '@wharf/db';
import type { ExpressionBuilder, Kysely } from 'kysely';
import { takesQuota } from '../library.ts';
import { contains, listPage, type PageQuery, readSort } from '../list-page.ts';

/** Accounts with what they have used: a few look-ups in indexes for each. */
function accountRows(db: Kysely<Database>) {
  const images = (eb: ExpressionBuilder<Database, 'accounts'>) =>
    eb
      .selectFrom('organizations')
      .innerJoin('repositories', 'repositories.organization_id', 'organizations.id')
      .whereRef('organizations.account_id', '=', 'accounts.id')
      .where('repositories.pushed_at', 'is not', null);
  return db.selectFrom('accounts').select((eb) => [
    'accounts.id',
    'accounts.name',
    'accounts.disabled_at',
    'accounts.created_at',
    'accounts.organization_quota',
    'accounts.repository_quota',
    'accounts.tag_quota',
    'accounts.byte_quota',
    eb
      .selectFrom('users')
      .select((inner) => inner.fn.countAll<number>().as('count'))
      .whereRef('users.account_id', '=', 'accounts.id')
      .as('users'),
    eb
      .selectFrom('organizations')
      .select((inner) => inner.fn.countAll<number>().as('count'))
      .whereRef('organizations.account_id', '=', 'accounts.id')
      .as('organizations'),
    eb
      .selectFrom('organizations')
      .select((inner) => inner.fn.countAll<number>().as('count'))
      .whereRef('organizations.account_id', '=', 'accounts.id')
      .where(takesQuota)
      .as('counted_organizations'),
    images(eb)
      .select((inner) => inner.fn.countAll<number>().as('count'))
      .as('repositories'),
    images(eb)
      // Read from the index that holds the bytes.
      .where('repositories.bytes', '>', 0)
      .select((inner) => inner.fn.sum<number>('repositories.bytes').as('sum'))
      .as('bytes'),
  ]);
}

const sortColumns = {
  name: [{ column: 'accounts.name', output: 'name', type: 'text' }],
  // Ids are in the order of their making.
  createdAt: [{ column: 'accounts.id', output: 'id', type: 'text' }],
} as const;

type SortKey = keyof typeof sortColumns;

export async function listAccounts(
  db: Kysely<Database>,
  query: PageQuery & { sort?: SortKey | `-${SortKey}` | undefined },
) {
  let all = db.selectFrom('accounts');
  let rows = accountRows(db);
  if (query.q) {
    all = all.where(contains('accounts.name', query.q));
    rows = rows.where(contains('accounts.name', query.q));
  }
  const { key, direction } = readSort(query.sort ?? 'name');
  return await listPage(db, rows, all, { columns: sortColumns[key], direction }, query);
}

export type AccountRow = Awaited<ReturnType<typeof listAccounts>>['items'][number];

export async function findAccount(db: Kysely<Database>, by: { name: string } | { id: string }) {
  const rows = accountRows(db);
  const one = 'name' in by ? rows.where('accounts.name', '=', by.name) : rows.where('accounts.id', '=', by.id);
  return await one.executeTakeFirst();
}
