import serverPackage from '../../../package.json' with { type: 'json' };
import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { isSecure } from '../../bff/session-cookie.ts';

export function serverRoutes(mount: Mount, { config }: Services): void {
  mount.open('getServer', async ({ request }) => ({
    version: serverPackage.version,
    registryHost: request.origin.host,
    insecure: !isSecure(request.origin),
    temporaryLoginHours: config.temporaryLoginHours,
  }));
}
