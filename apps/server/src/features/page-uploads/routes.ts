import { archivesPath } from '@wharf/api';
import type { Router } from 'express';
import type { Mount } from '../../bff/endpoint.ts';
import type { Services } from '../../bff/services.ts';
import { receiveArchive } from './receive-archive.ts';
import { checkPageUploadQuotas, createLayer, createPushToken, planPageUpload } from './service.ts';

export function pageUploadRoutes(mount: Mount, router: Router, services: Services): void {
  mount.signedIn('planPageUpload', async ({ actor, params, body }) =>
    planPageUpload(services, actor, params.organization, body),
  );
  mount.signedIn('checkPageUploadQuotas', async ({ actor, params, body }) =>
    checkPageUploadQuotas(services, actor, params.organization, body),
  );
  mount.signedIn('createPushToken', async ({ session, params, body, request }) =>
    createPushToken(services, session, params.organization, body, request.origin),
  );
  mount.signedIn('createLayer', async ({ actor, params, body }) =>
    createLayer(services, actor, params.organization, body),
  );
  router.put(archivesPath, receiveArchive(services));
}
