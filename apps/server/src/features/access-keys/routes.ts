import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { presentAccessKey } from './present.ts';
import { listAccessKeys } from './queries.ts';
import { accessKeyLimit, createAccessKey, removeAccessKey, updateAccessKey } from './service.ts';

export function accessKeyRoutes(mount: Mount, services: Services): void {
  mount.signedIn('listAccessKeys', async ({ actor }) => {
    const rows = await listAccessKeys(services.database.db, actor.id);
    return { items: rows.map(presentAccessKey), limit: accessKeyLimit };
  });
  mount.signedIn('createAccessKey', async ({ actor }) => createAccessKey(services, actor));
  mount.signedIn('updateAccessKey', async ({ actor, params, body }) =>
    updateAccessKey(services, actor, params.key, body),
  );
  mount.signedIn('removeAccessKey', async ({ actor, params }) => removeAccessKey(services, actor, params.key));
}
