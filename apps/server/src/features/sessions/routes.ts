import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { recordRefusals } from '../record-refusals.ts';
import { findEndAddress } from './end-address.ts';
import { presentSession, presentSessionItem } from './present.ts';
import { listLiveSessions } from './queries.ts';
import { changePassword, removeSession, signOutEverywhere } from './service.ts';
import { completeSignIn, signIn } from './sign-in.ts';

export function sessionRoutes(mount: Mount, services: Services): void {
  mount.open('signIn', async ({ body, request, setSession }) => {
    // User names are lowercase; a phone's keyboard begins with a capital.
    const name = body.user.toLowerCase();
    const signingIn = signIn(services, { name, password: body.password }, request);
    const answer = await recordRefusals(services, { type: 'SignInRefused', name, came: request }, signingIn);
    if ('pending' in answer) return answer.pending;
    setSession(answer.secret);
    return answer.session;
  });
  mount.open('completeSignIn', async ({ body, request, setSession }) => {
    const { secret, session } = await completeSignIn(services, body, request);
    setSession(secret);
    return session;
  });
  mount.signedIn('getSession', async ({ session }) => presentSession(session));
  mount.signedIn('signOut', async ({ session, request, setSession }) => {
    const elsewhere = await findEndAddress(services, session, request);
    await removeSession(services, session, session.id);
    setSession(undefined);
    return { elsewhere };
  });
  mount.signedIn('listSessions', async ({ session, actor }) => {
    const at = services.now().getTime();
    const usedAfter = at - services.config.sessionIdleMinutes * 60_000;
    const rows = await listLiveSessions(services.database.db, actor.id, at, usedAfter);
    return { items: rows.map((row) => presentSessionItem(row, session.id)) };
  });
  mount.signedIn('removeSession', async ({ session, params, setSession }) => {
    await removeSession(services, session, params.session);
    if (params.session === session.id) setSession(undefined);
  });
  mount.signedIn('signOutEverywhere', async ({ session, setSession }) => {
    await signOutEverywhere(services, session);
    setSession(undefined);
  });
  mount.signedIn('changePassword', async ({ session, body }) => {
    await changePassword(services, session, body);
  });
}
