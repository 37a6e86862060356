import type { ChangeNotice } from '@wharf/api';
import { decideOrganization, type HeldGrant, levelOnRepository } from '@wharf/policies/access';
import type { UserActor } from '../../auth/user-actor.ts';
import type { ChangeRow } from './queries.ts';

/** What a user was granted on an organization and its images. */
export type GrantsOf = (userId: string, organizationId: string) => readonly HeldGrant[];

/** Whether a repository is shared with an account. */
export type SharedWith = (accountId: string, repositoryId: string) => boolean;

/** What `rows` tell this actor: of what he may read, or what just left his sight. Each notice once. */
export function noticesFor(
  actor: UserActor,
  rows: readonly ChangeRow[],
  grantsOf: GrantsOf,
  sharedWith: SharedWith,
): ChangeNotice[] {
  const notices = new Map<string, ChangeNotice>();
  for (const row of rows) {
    if (row.organization_id === null) continue;
    const { organization, audience, audienceAccounts } = readPayload(row.payload);
    const facts = {
      id: row.organization_id,
      accountId: row.account_id,
      visibility: 'private',
      grants: grantsOf(actor.id, row.organization_id),
    } as const;
    const concerned =
      row.repository === null
        ? decideOrganization(actor, facts, 'read').allowed
        : levelOnRepository(actor, { name: row.repository, organization: facts, visibility: 'private' }) !== undefined;
    const told =
      concerned ||
      audience.includes(actor.id) ||
      audienceAccounts.includes(actor.accountId) ||
      (row.repository_id !== null && sharedWith(actor.accountId, row.repository_id));
    if (!told) continue;
    const notice = {
      type: row.type,
      organization: row.organization ?? organization,
      repository: row.repository,
    };
    notices.set(JSON.stringify(notice), notice);
  }
  return [...notices.values()];
}

/**
 * `audience`: ids of users whom the event took something from, so that no grant tells any more that it concerns them;
 * `audienceAccounts`: the same of accounts, by a share.
 */
function readPayload(text: string) {
  const payload = JSON.parse(text) as Record<string, unknown>;
  const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
  return {
    organization: typeof payload.organization === 'string' ? payload.organization : null,
    audience: list(payload.audience),
    audienceAccounts: list(payload.audienceAccounts),
  };
}
