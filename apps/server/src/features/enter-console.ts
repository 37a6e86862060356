import type { Database } from '@wharf/db';
import { decideEntry, type EntryRefusal } from '@wharf/policies/access';
import type { Transaction } from 'kysely';
import { type CredentialRefusal, credentialRefusal } from '../auth/credential-refusals.ts';
import { type CurrentSession, endSession, provenanceOf, startSession } from '../auth/sessions.ts';
import { findSignInOf } from '../auth/sign-in-row.ts';
import { ApiError } from '../bff/problem.ts';
import type { RequestContext } from '../bff/request-context.ts';
import type { Services } from '../bff/services.ts';
import { recordEvent } from './record-event.ts';

export interface Entered {
  /** For the cookie. */
  secret: string;
  session: Pick<CurrentSession, 'actor' | 'account' | 'csrfToken' | 'mustChangePassword'>;
}

/**
 * A new session for who proved to be this user. Undefined when his password is no longer the one that was verified.
 * @param how.hash the password's; what else proved him needs none
 * @throws ApiError `entry-refused`, which says why he may not come in
 */
export async function enterConsole(
  services: Services,
  trx: Transaction<Database>,
  user: { id: string; hash?: string },
  request: RequestContext,
  how: { by: 'password' | 'app' | 'recovery-code' | 'oidc' | 'ldap'; provider: string | null },
): Promise<Entered | undefined> {
  const at = services.now();
  let signingIn = trx.updateTable('users').set({ last_signed_in_at: at.getTime() }).where('id', '=', user.id);
  if (user.hash !== undefined) signingIn = signingIn.where('password_hash', '=', user.hash);
  const { numUpdatedRows } = await signingIn.executeTakeFirst();
  const now = numUpdatedRows === 0n ? undefined : await findSignInOf(trx, user.id);
  if (!now) return undefined;
  const entry = decideEntry(now.entry, 'console');
  if (!entry.allowed) throw entryRefused(entry.reason);
  // The browser's earlier session is left behind for good: its cookie is being replaced.
  if (request.session) await endSession(trx, request.session.actor.id, request.session.id, at);
  const from = { address: request.address, userAgent: request.userAgent, provider: how.provider };
  const { id, secret, csrfToken } = await startSession(trx, services, now.id, from);
  const author = { id: now.id, name: now.name, came: provenanceOf(id, request) };
  const payload = { address: request.address, by: how.by };
  await recordEvent(trx, { type: 'SignedIn', accountId: now.accountId, payload, author, at });
  const actor = { kind: 'user', id: now.id, name: now.name, accountId: now.accountId, role: now.role } as const;
  const { mustChangePassword } = now.entry;
  return { secret, session: { actor, account: now.account, csrfToken, mustChangePassword } };
}

export function entryRefused(reason: EntryRefusal | CredentialRefusal): ApiError {
  return new ApiError('entry-refused', credentialRefusal(reason), { detail: { reason } });
}
