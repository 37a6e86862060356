import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { createOverview } from './service.ts';

export function overviewRoutes(mount: Mount, services: Services): void {
  const getOverview = createOverview(services);
  mount.signedIn('getOverview', async ({ actor }) => getOverview(actor));
}
