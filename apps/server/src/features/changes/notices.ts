import type { ChangeNotice } from '@wharf/api';
import { decideOrganization, type HeldGrant, levelOnRepository } from '@wharf/policies/access';
import type { UserActor } from '../../auth/user-actor.ts';
import type { ChangeRow } from './queries.ts';

/** What a user was granted on an organization and its images. */
export type GrantsOf = (userId: string, organizationId: string) => readonly HeldGrant[];

/** What `rows` tell this actor: of organizations that he may read, or that just left his sight. Each notice once. */
export function noticesFor(actor: UserActor, rows: readonly ChangeRow[], grantsOf: GrantsOf): ChangeNotice[] {
  const notices = new Map<string, ChangeNotice>();
  for (const row of rows) {
    if (row.organization_id === null) continue;
    const { organization, audience } = readPayload(row.payload);
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
    if (!concerned && !audience.includes(actor.id)) continue;
    const notice = {
      type: row.type,
      organization: row.organization ?? organization,
      repository: row.repository,
    };
    notices.set(JSON.stringify(notice), notice);
  }
  return [...notices.values()];
}

/** `audience`: ids of users whom the event took something from, so that no grant tells any more that it concerns them. */
function readPayload(text: string): { organization: string | null; audience: string[] } {
  const payload = JSON.parse(text) as { organization?: unknown; audience?: unknown };
  return {
    organization: typeof payload.organization === 'string' ? payload.organization : null,
    audience: Array.isArray(payload.audience) ? payload.audience : [],
  };
}
