import { decideQuota, type QuotaQuestion, type QuotaRefusal, type Quotas, quotaText } from '@wharf/policies/quota';
import { QuotaExceeded } from '@wharf/registry';
import type { Kysely, Transaction } from 'kysely';
import { fixedQuery } from '../fixed-query.ts';
import type { Database } from '../schema.ts';

interface Growing {
  name: string;
  accountId: string;
  before: { listed: boolean; tags: number };
  quotas: Pick<Quotas, 'repositories' | 'tags' | 'bytes'>;
}

/**
 * Lets a locked repository grow only as far as its account may. Asks nothing where no quota is set or nothing grows. Else
 * it locks the account, last of all that a transaction locks: two pushes cannot both take what is left.
 * @throws QuotaExceeded
 */
export async function keepQuotas(
  trx: Transaction<Database>,
  { name, accountId, before, quotas }: Growing,
  change: { tags: number; bytes: number; listed: boolean },
): Promise<void> {
  refuseAbove({ kind: 'tags', limit: quotas.tags, used: before.tags, wanted: change.tags }, name);
  const another = change.listed && !before.listed && quotas.repositories !== null;
  const larger = change.bytes > 0 && quotas.bytes !== null;
  if (!another && !larger) return;
  const [account] = (await lockQuotas(trx, accountId)).rows;
  if (!account) return;
  if (another) {
    const used = await countRepositories(trx, accountId);
    refuseAbove({ kind: 'repositories', limit: account.repository_quota, used, wanted: 1 }, account.name);
  }
  if (larger) {
    const used = await sumBytes(trx, accountId);
    refuseAbove({ kind: 'bytes', limit: account.byte_quota, used, wanted: change.bytes }, account.name);
  }
}

/** @throws QuotaExceeded when an upload to `name` cannot become content any more, unless something goes meanwhile */
export async function checkQuotas(db: Kysely<Database>, name: string): Promise<void> {
  const [place] = (await quotasOfPlace(db, name.slice(0, name.indexOf('/')), name)).rows;
  if (!place) return;
  const { id, account, repository_quota, byte_quota } = place;
  if (repository_quota !== null && place.pushed_at === null) {
    const used = await countRepositories(db, id);
    refuseAbove({ kind: 'repositories', limit: repository_quota, used, wanted: 1 }, account);
  }
  if (byte_quota !== null) {
    const used = await sumBytes(db, id);
    refuseAbove({ kind: 'bytes', limit: byte_quota, used, wanted: 1 }, account);
  }
}

/** @throws QuotaExceeded */
export function refuseAbove(question: QuotaQuestion, place: string): void {
  const decision = decideQuota(question);
  if (!decision.allowed) throw quotaExceeded(decision, place);
}

/** A refusal as clients are told it. */
export function quotaExceeded(refusal: QuotaRefusal, place: string): QuotaExceeded {
  const { reason, kind, used, limit, wanted } = refusal;
  const { message, remedy, help } = quotaText(refusal, place);
  return new QuotaExceeded(message, { reason, rule: kind, place, used, limit, wanted, remedy, help });
}

/** Images of an account, as its quota counts them. */
export async function countRepositories(db: Kysely<Database>, accountId: string): Promise<number> {
  return Number((await listedOfAccount(db, accountId)).rows[0]?.count ?? 0);
}

/** Bytes of an account's images, as its quota counts them. */
export async function sumBytes(db: Kysely<Database>, accountId: string): Promise<number> {
  return Number((await bytesOfAccount(db, accountId)).rows[0]?.sum ?? 0);
}

// `no key update`: rows that refer to the account may be made meanwhile.
const lockQuotas = fixedQuery((db, accountId: string) =>
  db
    .selectFrom('accounts')
    .select(['name', 'repository_quota', 'byte_quota'])
    .where('id', '=', accountId)
    .forNoKeyUpdate(),
);

const quotasOfPlace = fixedQuery((db, organization: string, repository: string) =>
  db
    .selectFrom('organizations')
    .innerJoin('accounts', 'accounts.id', 'organizations.account_id')
    .leftJoin('repositories', (join) => join.on('repositories.name', '=', repository))
    .select([
      'accounts.id',
      'accounts.name as account',
      'accounts.repository_quota',
      'accounts.byte_quota',
      'repositories.pushed_at',
    ])
    .where('organizations.name', '=', organization),
);

const listedOfAccount = fixedQuery((db, accountId: string) =>
  listedRepositoriesOf(db, accountId).select((row) => row.fn.countAll<number | string>().as('count')),
);

// The bound on `bytes` changes nothing but the plan: the index that holds them is read, and no row.
const bytesOfAccount = fixedQuery((db, accountId: string) =>
  listedRepositoriesOf(db, accountId)
    .where('repositories.bytes', '>', 0)
    .select((row) => row.fn.sum<number | string | null>('repositories.bytes').as('sum')),
);

/** Read from an index alone, organization by organization. */
function listedRepositoriesOf(db: Kysely<Database>, accountId: string) {
  return db
    .selectFrom('organizations')
    .innerJoin('repositories', 'repositories.organization_id', 'organizations.id')
    .where('organizations.account_id', '=', accountId)
    .where('repositories.pushed_at', 'is not', null);
}
