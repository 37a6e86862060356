import type { Body, Result } from '@wharf/api';
import type { UserActor } from '../../auth/user-actor.ts';
import type { RequestContext } from '../../bff/request-context.ts';
import type { Services } from '../../bff/services.ts';
import { isoTime } from '../iso-time.ts';
import { findOwnCredential } from './queries.ts';

type Check = Result<'createCredentialCheck'>;

const nothing = { reason: null, kind: null, expiresAt: null, lastUsedAt: null, retryAfterSeconds: null };

/** With a password as `docker login` would, so guessing is slowed down as there; without one only among the caller's own. */
export async function checkCredential(
  services: Services,
  actor: UserActor,
  { name, password }: Body<'createCredentialCheck'>,
  { address }: RequestContext,
): Promise<Check> {
  const now = services.now().getTime();
  const own = await findOwnCredential(services.database.db, actor, name);
  const facts = own
    ? { kind: own.kind, expiresAt: isoTime(own.expiresAt), lastUsedAt: isoTime(own.lastUsedAt) }
    : { kind: null, expiresAt: null, lastUsedAt: null };
  if (password === undefined) {
    if (!own) return { ...nothing, state: 'unknown' };
    const reason = own.revoked ? own.revoked : own.expiresAt !== null && own.expiresAt <= now ? 'expired' : null;
    return { ...nothing, ...facts, state: reason === null ? 'works' : 'refused', reason };
  }
  const outcome = await services.credentials.check(name, password, address);
  if (outcome.ok) {
    const kind = outcome.actor.came?.credential.kind ?? facts.kind;
    // No client logs in with the others.
    return { ...nothing, ...facts, kind: kind === 'session' || kind === 'identity' ? null : kind, state: 'works' };
  }
  const retryAfterSeconds = outcome.reason === 'too-many-attempts' ? outcome.retryAfterSeconds : null;
  return { ...nothing, ...facts, state: 'refused', reason: outcome.reason, retryAfterSeconds };
}
