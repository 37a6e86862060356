import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { getManifest } from './service.ts';

export function manifestRoutes(mount: Mount, services: Services): void {
  mount.signedIn('getManifest', async ({ actor, params }) => getManifest(services, actor, params));
}
