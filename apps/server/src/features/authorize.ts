import type { Database } from '@wharf/db';
import { parseRepositoryName } from '@wharf/oci';
import {
  type Actor,
  atLeast,
  decideOrganization,
  decideRepository,
  type Level,
  levelOn,
  levelOnRepository,
  seesOrganization,
} from '@wharf/policies/access';
import type { Kysely } from 'kysely';
import { type FoundOrganization, findOrganizationFacts, findRepositoryFacts } from '../auth/facts.ts';
import { listGrantors } from '../auth/grantors.ts';
import { ApiError, notFound } from '../bff/problem.ts';

export interface AllowedOrganization extends FoundOrganization {
  /** What the actor holds on it: `wanted` at least. */
  level: Level;
}

export interface AllowedRepository {
  id: string;
  organization: FoundOrganization;
  /** What the actor may do: `wanted` at least. */
  level: Level;
  /** The level that he holds; undefined for who may read it because it is public or shared with his account. */
  held: Level | undefined;
  /** The share by which he may read it, when nothing else lets him. */
  receivedShare: { expiresAt: number | null } | undefined;
}

/** @throws ApiError `not-found` when it is absent or hidden; `level` is undefined for who sees it for some of its images only, or because it is public */
export async function seeOrganization(
  db: Kysely<Database>,
  actor: Actor,
  name: string,
): Promise<FoundOrganization & { level: Level | undefined }> {
  const organization = await findOrganizationFacts(db, actor, name);
  if (!organization || !seesOrganization(actor, organization)) throw notFound(`the organization ${name}`);
  return { ...organization, level: levelOn(actor, organization).level };
}

/**
 * The organization `name`, where `actor` may do what needs `wanted`.
 * @throws ApiError `not-found` when it is absent or hidden (the same to who may not see it), `forbidden` when the level is too low
 */
export async function authorizeOrganization(
  db: Kysely<Database>,
  actor: Actor,
  name: string,
  wanted: Level,
): Promise<AllowedOrganization> {
  const organization = await findOrganizationFacts(db, actor, name);
  if (!organization) throw notFound(`the organization ${name}`);
  const decision = decideOrganization(actor, organization, wanted);
  if (decision.allowed) return { ...organization, level: decision.level };
  if (decision.hidden) throw notFound(`the organization ${name}`);
  throw await levelTooLow(db, organization, decision.held, wanted);
}

/**
 * The repository `organization/path`, where `actor` may do what needs `wanted`; what is public or shared with his account may be
 * read without a level.
 * @param at now: a share may have ended
 * @throws ApiError as `authorizeOrganization` does; `forbidden` with the account to ask when the share with his account has ended
 */
export async function authorizeRepository(
  db: Kysely<Database>,
  actor: Actor,
  { organization, repository }: { organization: string; repository: string },
  wanted: Level,
  at: Date,
): Promise<AllowedRepository> {
  const name = parseRepositoryName(`${organization}/${repository}`);
  const absent = notFound(`the image ${organization}/${repository}`);
  if (!name) throw absent;
  const found = await findRepositoryFacts(db, actor, name);
  if (!found.organization || found.id === undefined) throw absent;
  const decision = decideRepository(actor, found, 'pull', { anonymousPull: 'images', now: at.getTime() });
  if (!decision.allowed) {
    throw decision.reason === 'share-expired' ? await shareExpired(db, name, found.organization) : absent;
  }
  const level = levelOnRepository(actor, found);
  if (wanted !== 'read' && !atLeast(level, wanted)) throw await levelTooLow(db, found.organization, level, wanted);
  const receivedShare = decision.because === 'share' ? found.share : undefined;
  return { id: found.id, organization: found.organization, level: level ?? 'read', held: level, receivedShare };
}

/** The account sees the share in its list, and so that the image is there: it learns whom to ask, and no user's name. */
async function shareExpired(db: Kysely<Database>, name: string, { accountId }: FoundOrganization): Promise<ApiError> {
  const account = await nameOfAccount(db, accountId);
  const text = `${name} was shared with your account, and the share has ended; ask the account ${account} to share it again`;
  return new ApiError('forbidden', text, { detail: { reason: 'share-expired', account } });
}

export async function nameOfAccount(db: Kysely<Database>, id: string): Promise<string> {
  const row = await db.selectFrom('accounts').select('name').where('id', '=', id).executeTakeFirstOrThrow();
  return row.name;
}

export async function levelTooLow(
  db: Kysely<Database>,
  organization: FoundOrganization,
  held: Level | undefined,
  wanted: Level,
): Promise<ApiError> {
  // Who sees only a public image does not learn who works on it.
  const names = held === undefined ? [] : await listGrantors(db, organization);
  const text = `this needs ${wanted} on the organization ${organization.name}; you hold ${held ?? 'nothing'}`;
  return new ApiError('forbidden', text, {
    detail: {
      reason: 'level-too-low',
      organization: organization.name,
      held: held ?? null,
      wanted,
      /** Who can grant it. */
      grantedBy: names,
    },
  });
}
