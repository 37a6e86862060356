import { createHmac, timingSafeEqual } from 'node:crypto';
import type { OwnIdentity } from '@wharf/api';
import { decideUnlink, type LinkRefusal } from '@wharf/policies/identity';
import type { Vouched } from '../../auth/identities/admit-identity.ts';
import { findOwnIdentity, linkIdentity, unlinkIdentity } from '../../auth/identities/link-identity.ts';
import type { CurrentSession } from '../../auth/sessions.ts';
import type { UserActor } from '../../auth/user-actor.ts';
import { ApiError, notFound } from '../../bff/problem.ts';
import type { RequestContext } from '../../bff/request-context.ts';
import type { Services } from '../../bff/services.ts';
import { isoTime } from '../iso-time.ts';
import { noPasswordHere, requireOwnPassword } from '../own-password.ts';
import { recordEvent } from '../record-event.ts';
import { callbackOf } from './callback-address.ts';
import { type BrowserFlow, flowCookie } from './flow-cookie.ts';

export async function getIdentity({ database, oidc, config }: Services, actor: UserActor): Promise<OwnIdentity> {
  const { linked, created_at, seen_at, ownPassword } = await findOwnIdentity(database.db, actor.id);
  return {
    provider: oidc ? { label: config.oidcLabel ?? null } : null,
    linked: linked === 1 ? { since: isoTime(created_at ?? 0), seenAt: isoTime(seen_at ?? 0) } : null,
    ownPassword,
  };
}

/**
 * Begins a sign-in at the provider whose answer counts in this session only. The password comes first: who has but a stolen
 * session must not make a way in of his own.
 * @returns the provider's address, and the cookie to go there with
 * @throws ApiError `not-found` without a provider, `identity-linked`, `unavailable`, and as `requireOwnPassword` does
 */
export async function beginIdentityLink(
  services: Services,
  session: CurrentSession,
  password: string,
  context: RequestContext,
): Promise<{ address: string; cookie: string }> {
  const { oidc, database } = services;
  await requireOwnPassword(services, session, password);
  if (!oidc) throw notFound('an OpenID Connect provider');
  const own = await findOwnIdentity(database.db, session.actor.id);
  if (!own.ownPassword) throw noPasswordHere();
  if (own.provider !== null) {
    throw new ApiError('identity-linked', 'an identity is linked to this user already: unlink it first');
  }
  const begun = await oidc.begin(callbackOf(context)).catch((error: unknown) => {
    services.log.error({ err: error, requestId: context.requestId }, 'the OpenID Connect provider cannot be reached');
    throw new ApiError('unavailable', 'the sign-in provider cannot be reached; try again later', {
      headers: { 'Retry-After': '10' },
    });
  });
  const flow = { ...begun.flow, returnPath: '/profile', link: seal(session, begun.flow.state) };
  return { address: begun.address, cookie: flowCookie(context.origin, flow) };
}

/** Whether a flow was begun in this very session, to link: nobody plants one of his own in another's browser. */
export function isLinkOf(session: CurrentSession | undefined, { state, link }: BrowserFlow): session is CurrentSession {
  if (!session || link === undefined) return false;
  const [given, right] = [Buffer.from(link), Buffer.from(seal(session, state))];
  return given.length === right.length && timingSafeEqual(given, right);
}

function seal({ id, csrfToken }: CurrentSession, state: string): string {
  return createHmac('sha256', csrfToken).update(`link ${id} ${state}`).digest('base64url');
}

/** Links what the provider vouched for to the user of the session. Gives why not, if not. */
export async function finishIdentityLink(
  { database, now }: Services,
  { actor }: CurrentSession,
  vouched: Vouched,
): Promise<LinkRefusal | undefined> {
  const decision = await database.db.transaction().execute((trx) => linkIdentity(trx, actor, vouched, now()));
  return decision.allowed ? undefined : decision.reason;
}

/** Nothing to do where there is none. @throws ApiError `no-password` when it is the only way in */
export async function removeIdentity(services: Services, { id, actor }: CurrentSession): Promise<void> {
  await services.database.db.transaction().execute(async (trx) => {
    const own = await findOwnIdentity(trx, actor.id);
    if (own.provider === null) return;
    if (!decideUnlink({ ownPassword: own.ownPassword, linked: own.linked === 1 })) throw noPasswordHere();
    const at = services.now();
    const provider = await unlinkIdentity(trx, actor.id, at, id);
    const payload = { user: actor.name, provider };
    await recordEvent(trx, { type: 'IdentityUnlinked', accountId: actor.accountId, payload, author: actor, at });
  });
}
