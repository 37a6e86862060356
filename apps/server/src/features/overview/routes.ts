import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { getOverview } from './service.ts';

export function overviewRoutes(mount: Mount, services: Services): void {
  mount.signedIn('getOverview', async ({ actor }) => getOverview(services, actor));
}
