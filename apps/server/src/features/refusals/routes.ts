import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { getRefusal, getRefusals } from './service.ts';

export function refusalRoutes(mount: Mount, services: Services): void {
  mount.signedIn('listRefusals', async ({ actor, query }) => getRefusals(services, actor, query));
  mount.signedIn('getRefusal', async ({ actor, params }) => getRefusal(services, actor, params.refusal));
}
