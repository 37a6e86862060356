import type { CurrentSession } from '../../auth/sessions.ts';
import { signInMethodOf } from '../../auth/sign-in-method.ts';
import type { RequestContext } from '../../bff/request-context.ts';
import type { Services } from '../../bff/services.ts';
import { findProviderOfSession } from './queries.ts';

/** Where a session that began at the OpenID Connect provider can be ended there too; null for all others. */
export async function findEndAddress(
  services: Services,
  session: CurrentSession,
  { origin, requestId }: RequestContext,
): Promise<string | null> {
  const provider = await findProviderOfSession(services.database.db, session.id);
  if (!services.oidc || signInMethodOf(provider) !== 'oidc') return null;
  try {
    return (await services.oidc.endAddress(`${origin.url}/sign-in`)) ?? null;
  } catch (error) {
    // The session here ends in any case.
    services.log.warn({ err: error, requestId }, 'the OpenID Connect provider could not be asked for its sign-out');
    return null;
  }
}
