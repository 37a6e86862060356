import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { checkAccess } from './check-access.ts';
import { checkCertificate } from './check-certificate.ts';
import { checkCredential } from './check-credential.ts';
import { getConnection } from './connection.ts';
import { diagnose } from './diagnose.ts';

export function troubleshootingRoutes(mount: Mount, services: Services): void {
  mount.signedIn('createDiagnosis', async ({ actor, body }) => diagnose(services, actor, body.text));
  mount.signedIn('createAccessCheck', async ({ actor, body }) => checkAccess(services, actor, body));
  mount.signedIn('createCredentialCheck', async ({ actor, body, request }) =>
    checkCredential(services, actor, body, request),
  );
  mount.signedIn('getConnection', async ({ request }) => getConnection(services, request));
  mount.signedIn('createCertificateCheck', async ({ body, request }) =>
    checkCertificate(services, request, body.address),
  );
}
