import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { createDeletion } from './create-deletion.ts';
import { previewDeletion } from './preview-deletion.ts';
import { emptyBin, getDeletion, letGo, listBin, restore } from './service.ts';

export function recycleBinRoutes(mount: Mount, services: Services): void {
  mount.signedIn('previewDeletion', async ({ actor, params, body }) => previewDeletion(services, actor, params, body));
  mount.signedIn('createDeletion', async ({ actor, params, body }) => createDeletion(services, actor, params, body));
  mount.signedIn('listDeletions', async ({ actor, params, query }) =>
    listBin(services, actor, params.organization, query),
  );
  mount.signedIn('getDeletion', async ({ actor, params }) => getDeletion(services, actor, params));
  mount.signedIn('restoreDeletion', async ({ actor, params, body }) => restore(services, actor, params, body));
  mount.signedIn('emptyRecycleBin', async ({ actor, params }) => ({
    deletions: await emptyBin(services, actor, params.organization),
  }));
  mount.signedIn('letGoDeletion', async ({ actor, params }) => letGo(services, actor, params));
}
