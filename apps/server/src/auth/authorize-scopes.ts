import type { Database } from '@wharf/db';
import { type AccessPolicy, type Actor, decideRepository, type RegistryAction } from '@wharf/policies/access';
import type { Kysely } from 'kysely';
import { findRepositoryFacts } from './facts.ts';
import type { GrantedAccess, GrantedScopes, RefusedAccess } from './registry-tokens.ts';
import type { Standing } from './revocations.ts';
import type { RequestedScopes } from './scopes.ts';

/** Reduces what a client asks for to what the actor may, and keeps what was refused. */
export async function authorizeScopes(
  db: Kysely<Database>,
  actor: Actor,
  scopes: RequestedScopes,
  policy: AccessPolicy,
): Promise<GrantedScopes> {
  const standing: Standing = {};
  const access: GrantedAccess[] = [];
  const refused: RefusedAccess[] = [];
  // `_catalog` itself shows only what the caller may read.
  if (scopes.catalog && actor.kind !== 'anonymous') access.push({ type: 'registry', name: 'catalog', actions: ['*'] });
  for (const { name, actions } of scopes.repositories) {
    const facts = await findRepositoryFacts(db, actor, name);
    const may = (action: RegistryAction) => decideRepository(actor, facts, action, policy).allowed;
    const allowed = actions.filter(may);
    const denied = actions.filter((action) => !allowed.includes(action));
    if (allowed.length > 0) {
      access.push({ type: 'repository', name, actions: allowed });
      // It is there, so it was never revoked: that happens once, when it goes.
      if (facts.organization) standing[`organization:${facts.organization.id}`] = 0;
    }
    if (denied.length > 0) refused.push({ name, actions: denied });
  }
  return { access, refused, standing };
}
