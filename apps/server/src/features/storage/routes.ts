import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { authorizeServer } from '../authorize-server.ts';
import { checkBlobsKind } from './check-job.ts';
import { collectGarbageKind, measureStorageKind } from './collect-job.ts';
import {
  beginJob,
  getOrganizationStorage,
  getRepositoryStorage,
  getStorage,
  getTagStorage,
  listCollections,
} from './service.ts';

export function storageRoutes(mount: Mount, services: Services): void {
  mount.signedIn('getStorage', async ({ actor }) => {
    authorizeServer(actor, 'storage');
    return getStorage(services);
  });
  mount.signedIn('getOrganizationStorage', async ({ actor, params }) =>
    getOrganizationStorage(services, actor, params.organization),
  );
  mount.signedIn('getRepositoryStorage', async ({ actor, params }) => getRepositoryStorage(services, actor, params));
  mount.signedIn('getTagStorage', async ({ actor, params }) => getTagStorage(services, actor, params));
  mount.signedIn('listCollections', async ({ actor, query }) => {
    authorizeServer(actor, 'storage');
    return listCollections(services, actor, query);
  });
  mount.signedIn('createCollection', async ({ actor, body }) => {
    authorizeServer(actor, 'storage');
    return beginJob(services, actor, collectGarbageKind, body);
  });
  mount.signedIn('createStorageMeasurement', async ({ actor }) => {
    authorizeServer(actor, 'storage');
    return beginJob(services, actor, measureStorageKind, {});
  });
  mount.signedIn('createBlobCheck', async ({ actor }) => {
    authorizeServer(actor, 'storage');
    return beginJob(services, actor, checkBlobsKind, {});
  });
}
