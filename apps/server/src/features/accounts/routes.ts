import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { presentAccount } from './present.ts';
import { listAccounts } from './queries.ts';
import {
  authorizeAccounts,
  createAccount,
  defaultQuotas,
  getAccount,
  getQuota,
  removeAccount,
  updateAccount,
} from './service.ts';

export function accountRoutes(mount: Mount, services: Services): void {
  mount.signedIn('listAccounts', async ({ actor, query }) => {
    authorizeAccounts(actor);
    const page = await listAccounts(services.database.db, query);
    return { ...page, items: page.items.map(presentAccount), defaultQuotas: defaultQuotas(services.config) };
  });
  mount.signedIn('createAccount', async ({ actor, body }) => createAccount(services, actor, body));
  mount.signedIn('getAccount', async ({ actor, params }) => getAccount(services, actor, params.account));
  mount.signedIn('updateAccount', async ({ actor, params, body }) =>
    updateAccount(services, actor, params.account, body),
  );
  mount.signedIn('removeAccount', async ({ actor, params }) => removeAccount(services, actor, params.account));
  mount.signedIn('getQuota', async ({ actor }) => getQuota(services, actor));
}
