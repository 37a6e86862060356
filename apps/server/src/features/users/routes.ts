import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { authorizeUserList } from './authorize-users.ts';
import { presentUser } from './present.ts';
import { listUsers } from './queries.ts';
import { createUser, removeUser, resetSecondFactor, updateUser } from './service.ts';

export function userRoutes(mount: Mount, services: Services): void {
  const { db } = services.database;
  mount.signedIn('listUsers', async ({ actor, query: { account, ...query } }) => {
    const page = await listUsers(db, await authorizeUserList(db, actor, account), query);
    return { ...page, items: page.items.map(presentUser) };
  });
  mount.signedIn('createUser', async ({ actor, body }) => createUser(services, actor, body));
  mount.signedIn('updateUser', async ({ actor, params, body }) => updateUser(services, actor, params.user, body));
  mount.signedIn('removeUser', async ({ actor, params }) => removeUser(services, actor, params.user));
  mount.signedIn('resetSecondFactor', async ({ actor, params }) => resetSecondFactor(services, actor, params.user));
}
