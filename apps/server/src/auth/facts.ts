import { type Database, fixedQuery } from '@wharf/db';
import { organizationOf, type RepositoryName } from '@wharf/oci';
import type { Actor, HeldGrant, OrganizationFacts, RepositoryFacts } from '@wharf/policies/access';
import type { Kysely } from 'kysely';

/** What the policies ask about an organization. */
export interface FoundOrganization extends OrganizationFacts {
  name: string;
}

/** What the policies ask about a repository, and its id when it exists. */
export interface FoundRepository extends RepositoryFacts {
  organization: FoundOrganization | undefined;
  id: string | undefined;
}

/** One query; undefined when no such organization exists. Says nothing of whether `actor` may know that. */
export async function findOrganizationFacts(
  db: Kysely<Database>,
  actor: Actor,
  name: string,
): Promise<FoundOrganization | undefined> {
  const holder = holderColumn(actor);
  const rows = await db
    .selectFrom('organizations')
    .leftJoin('grants', (join) =>
      join.onRef('grants.organization_id', '=', 'organizations.id').on(`grants.${holder}`, '=', idOf(actor)),
    )
    .select([
      'organizations.id',
      'organizations.name',
      'organizations.account_id',
      'organizations.visibility',
      ...grantColumns,
    ])
    .where('organizations.name', '=', name)
    .execute();
  return organizationOfRows(rows);
}

/**
 * One query; a repository or organization that is not there comes back as undefined parts. Of the actor's grants, only those
 * that cover the repository are read.
 */
export async function findRepositoryFacts(
  db: Kysely<Database>,
  actor: Actor,
  name: RepositoryName,
): Promise<FoundRepository> {
  const account = actor.kind === 'anonymous' ? '' : actor.accountId;
  const query = repositoryFacts[holderColumn(actor)];
  const { rows } = await query(db, idOf(actor), account, organizationOf(name), name);
  const [row] = rows;
  if (!row) return { name, organization: undefined, visibility: undefined, share: undefined, id: undefined };
  return {
    name,
    organization: organizationOfRows(rows),
    visibility: row.repository_visibility ?? undefined,
    share: row.shared_with === null ? undefined : { expiresAt: row.share_expires_at },
    id: row.repository_id ?? undefined,
  };
}

const grantColumns = ['grants.level', 'grants.first_name', 'grants.last_name'] as const;

type GrantPart = { level: HeldGrant['level'] | null; first_name: string | null; last_name: string | null };
type OrganizationPart = { id: string; name: string; account_id: string; visibility: OrganizationFacts['visibility'] };

/** Each row is the organization with another of the grants, or with none. */
function organizationOfRows(rows: readonly (OrganizationPart & GrantPart)[]): FoundOrganization | undefined {
  const [row] = rows;
  if (!row) return undefined;
  const grants = rows.flatMap(({ level, first_name: first, last_name: last }) =>
    level === null || first === null || last === null ? [] : [{ level, first, last }],
  );
  return { id: row.id, name: row.name, accountId: row.account_id, visibility: row.visibility, grants };
}

/** On the way of every push. */
const repositoryFacts = { user_id: factsQuery('user_id'), robot_id: factsQuery('robot_id') };

function factsQuery(holder: 'user_id' | 'robot_id') {
  return fixedQuery((db, id: string, account: string, organization: string, repository: string) =>
    db
      .selectFrom('organizations')
      .leftJoin('grants', (join) =>
        join
          .onRef('grants.organization_id', '=', 'organizations.id')
          .on(`grants.${holder}`, '=', id)
          .on('grants.first_name', '<=', repository)
          .on('grants.last_name', '>=', repository),
      )
      .leftJoin('repositories', (join) =>
        join.onRef('repositories.organization_id', '=', 'organizations.id').on('repositories.name', '=', repository),
      )
      .leftJoin('shares', (join) =>
        join.onRef('shares.repository_id', '=', 'repositories.id').on('shares.account_id', '=', account),
      )
      .select([
        'organizations.id',
        'organizations.name',
        'organizations.account_id',
        'organizations.visibility',
        ...grantColumns,
        'repositories.id as repository_id',
        'repositories.visibility as repository_visibility',
        'shares.account_id as shared_with',
        'shares.expires_at as share_expires_at',
      ])
      .where('organizations.name', '=', organization),
  );
}

function holderColumn(actor: Actor): 'user_id' | 'robot_id' {
  return actor.kind === 'robot' ? 'robot_id' : 'user_id';
}

// No user has the empty id: an anonymous caller joins to no grant.
function idOf(actor: Actor): string {
  return actor.kind === 'anonymous' ? '' : actor.id;
}
