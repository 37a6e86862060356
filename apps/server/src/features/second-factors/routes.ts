import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { presentSecondFactor } from './present.ts';
import { getSignInFacts } from './queries.ts';
import { beginSecondFactor, confirmSecondFactor, createRecoveryCodes, dropSecondFactor } from './service.ts';

/** The caller's own second factor; that of others is reset among the users. */
export function secondFactorRoutes(mount: Mount, services: Services): void {
  mount.signedIn('getSecondFactor', async ({ actor }) =>
    presentSecondFactor(await getSignInFacts(services.database.db, actor.id)),
  );
  mount.signedIn('beginSecondFactor', async ({ session, body, request }) =>
    beginSecondFactor(services, session, body.password, request),
  );
  mount.signedIn('confirmSecondFactor', async ({ session, body }) => ({
    recoveryCodes: await confirmSecondFactor(services, session, body.code),
  }));
  mount.signedIn('createRecoveryCodes', async ({ session, body }) => ({
    recoveryCodes: await createRecoveryCodes(services, session, body.password),
  }));
  mount.signedIn('removeSecondFactor', async ({ session, body }) => {
    await dropSecondFactor(services, session, body.password);
  });
}
