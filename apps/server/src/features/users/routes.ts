import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { presentUser } from './present.ts';
import { listUsers } from './queries.ts';
import { authorizeUserList, createUser, updateUser } from './service.ts';

export function userRoutes(mount: Mount, services: Services): void {
  mount.signedIn('listUsers', async ({ actor, query }) => {
    authorizeUserList(actor);
    const page = await listUsers(services.database.db, actor.accountId, query);
    return { ...page, items: page.items.map(presentUser) };
  });
  mount.signedIn('createUser', async ({ actor, body }) => createUser(services, actor, body));
  mount.signedIn('updateUser', async ({ actor, params, body }) => updateUser(services, actor, params.user, body));
}
