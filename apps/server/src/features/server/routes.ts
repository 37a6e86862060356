import { certificatePath } from '@wharf/api';
import type { Router } from 'express';
import serverPackage from '../../../package.json' with { type: 'json' };
import type { Mount } from '../../bff/endpoint.ts';
import { notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { isSecure } from '../../bff/session-cookie.ts';

export function serverRoutes(router: Router, mount: Mount, { config, certificate }: Services): void {
  mount.open('getServer', async ({ request }) => {
    // What a proxy shows to clients is another one.
    const own = request.forwarded ? undefined : certificate();
    return {
      version: serverPackage.version,
      registryHost: request.origin.host,
      insecure: !isSecure(request.origin),
      temporaryLoginHours: config.temporaryLoginHours,
      temporaryLoginMaxHours: config.temporaryLoginMaxHours,
      certificate: own
        ? {
            names: own.names,
            expiresAt: own.expiresAt.toISOString(),
            fingerprint: own.fingerprint,
            selfSigned: own.selfSigned,
          }
        : null,
    };
  });
  // For anybody: the same as every handshake shows.
  router.get(certificatePath, (_request, response) => {
    const own = certificate();
    if (!own?.selfSigned) throw notFound('a certificate that clients would have to be told to trust');
    response.attachment('ca.crt').type('application/x-pem-file').send(own.pem);
  });
}
