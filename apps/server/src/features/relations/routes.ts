import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { getReferrerTree, listManifestPlaces } from './service.ts';

export function relationRoutes(mount: Mount, { database: { db } }: Services): void {
  mount.signedIn('getReferrerTree', async ({ actor, params }) => getReferrerTree(db, actor, params));
  mount.signedIn('listManifestPlaces', async ({ actor, params }) => listManifestPlaces(db, actor, params));
}
