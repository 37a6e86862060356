import { type Database, fixedQuery } from '@wharf/db';
import { organizationOf, type RepositoryName } from '@wharf/oci';
import type { Actor, OrganizationFacts, RepositoryFacts } from '@wharf/policies/access';
import type { Kysely } from 'kysely';

/** What the policies ask about an organization, and its id. */
export interface FoundOrganization extends OrganizationFacts {
  id: string;
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
  const row = await db
    .selectFrom('organizations')
    .leftJoin('grants', (join) =>
      join.onRef('grants.organization_id', '=', 'organizations.id').on('grants.user_id', '=', userId(actor)),
    )
    .select(['organizations.id', 'organizations.name', 'organizations.account_id', 'grants.level'])
    .where('organizations.name', '=', name)
    .executeTakeFirst();
  return row && { id: row.id, name: row.name, accountId: row.account_id, granted: row.level ?? undefined };
}

/** One query; a repository or organization that is not there comes back as undefined parts. */
export async function findRepositoryFacts(
  db: Kysely<Database>,
  actor: Actor,
  name: RepositoryName,
): Promise<FoundRepository> {
  const [row] = (await repositoryFacts(db, userId(actor), organizationOf(name), name)).rows;
  if (!row) return { organization: undefined, visibility: undefined, id: undefined };
  return {
    organization: { id: row.id, name: row.name, accountId: row.account_id, granted: row.level ?? undefined },
    visibility: row.visibility ?? undefined,
    id: row.repository_id ?? undefined,
  };
}

/** On the way of every push. */
const repositoryFacts = fixedQuery((db, user: string, organization: string, repository: string) =>
  db
    .selectFrom('organizations')
    .leftJoin('grants', (join) =>
      join.onRef('grants.organization_id', '=', 'organizations.id').on('grants.user_id', '=', user),
    )
    .leftJoin('repositories', (join) =>
      join.onRef('repositories.organization_id', '=', 'organizations.id').on('repositories.name', '=', repository),
    )
    .select([
      'organizations.id',
      'organizations.name',
      'organizations.account_id',
      'grants.level',
      'repositories.id as repository_id',
      'repositories.visibility',
    ])
    .where('organizations.name', '=', organization),
);

// No user has the empty id: an anonymous caller joins to no grant.
function userId(actor: Actor): string {
  return actor.kind === 'user' ? actor.id : '';
}
