import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { getReferrerTree, listManifestPlaces } from './service.ts';

export function relationRoutes(mount: Mount, services: Services): void {
  mount.signedIn('getReferrerTree', async ({ actor, params }) => getReferrerTree(services, actor, params));
  mount.signedIn('listManifestPlaces', async ({ actor, params }) => listManifestPlaces(services, actor, params));
}
