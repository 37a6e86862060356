import express, { type Express, Router } from 'express';
import { accessKeyRoutes } from '../features/access-keys/routes.ts';
import { accountRoutes } from '../features/accounts/routes.ts';
import { auditRoutes } from '../features/audit/routes.ts';
import { changeRoutes } from '../features/changes/routes.ts';
import { comparisonRoutes } from '../features/comparisons/routes.ts';
import { downloadRoutes } from '../features/downloads/routes.ts';
import { fileRoutes } from '../features/files/routes.ts';
import { grantRoutes } from '../features/grants/routes.ts';
import { jobRoutes } from '../features/jobs/routes.ts';
import { loginCommandRoutes } from '../features/login-commands/routes.ts';
import { manifestRoutes } from '../features/manifests/routes.ts';
import { getManifest } from '../features/manifests/service.ts';
import { networkRoutes } from '../features/network/routes.ts';
import { oidcRoutes } from '../features/oidc/routes.ts';
import { organizationRoutes } from '../features/organizations/routes.ts';
import { overviewRoutes } from '../features/overview/routes.ts';
import { pageUploadRoutes } from '../features/page-uploads/routes.ts';
import { recycleBinRoutes } from '../features/recycle-bin/routes.ts';
import { refusalRoutes } from '../features/refusals/routes.ts';
import { relationRoutes } from '../features/relations/routes.ts';
import { repositoryRoutes } from '../features/repositories/routes.ts';
import { resourceTagRoutes } from '../features/resource-tags/routes.ts';
import { robotRoutes } from '../features/robots/routes.ts';
import { searchRoutes } from '../features/search/routes.ts';
import { secondFactorRoutes } from '../features/second-factors/routes.ts';
import { serverRoutes } from '../features/server/routes.ts';
import { sessionRoutes } from '../features/sessions/routes.ts';
import { shareRoutes } from '../features/shares/routes.ts';
import { storageRoutes } from '../features/storage/routes.ts';
import { tagRoutes } from '../features/tags/routes.ts';
import { troubleshootingRoutes } from '../features/troubleshooting/routes.ts';
import { userRoutes } from '../features/users/routes.ts';
import { createTreeLoader } from '../layer-files/load-tree.ts';
import { sameOriginOnly } from './csrf.ts';
import { createMount } from './endpoint.ts';
import { errorHandler } from './error-handler.ts';
import { jsonBody } from './json-body.ts';
import { networkGuard } from './network-guard.ts';
import { notFound } from './problem.ts';
import { requestContext } from './request-context.ts';
import { noStore, securityHeaders } from './security-headers.ts';
import type { Services } from './services.ts';
import { session } from './session.ts';
import { spa } from './spa.ts';

// A description of 30 000 characters in any script, escaped as JSON.
const bodyLimit = 192 * 1024;
const bodyMs = 30_000;

/** The console's backend: its API below `/api`, the console itself everywhere else. */
export function createApp(services: Services): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(requestContext(services), securityHeaders(services), networkGuard(services));
  app.use('/api', noStore(), sameOriginOnly(), session(services), jsonBody(bodyLimit, bodyMs), api(services));
  app.use('/api', () => {
    throw notFound('this address of the API');
  });
  app.use(spa(services.consoleFolder));
  app.use(errorHandler(services));
  return app;
}

function api(services: Services): Router {
  // Names are case-sensitive (RFC 3986, 6.2.2.1), and so are the paths that hold them.
  const router = Router({ caseSensitive: true });
  const mount = createMount(router, services);
  serverRoutes(router, mount, services);
  sessionRoutes(mount, services);
  secondFactorRoutes(mount, services);
  oidcRoutes(mount, router, services);
  userRoutes(mount, services);
  accountRoutes(mount, services);
  organizationRoutes(mount, services);
  grantRoutes(mount, services);
  robotRoutes(mount, services);
  repositoryRoutes(mount, services);
  resourceTagRoutes(mount, services);
  shareRoutes(mount, services);
  searchRoutes(mount, services);
  tagRoutes(mount, services);
  manifestRoutes(mount, services);
  relationRoutes(mount, services);
  const load = createTreeLoader(services.database.db);
  fileRoutes(router, mount, services, load);
  comparisonRoutes(mount, { services, load, getManifest: (actor, params) => getManifest(services, actor, params) });
  recycleBinRoutes(mount, services);
  pageUploadRoutes(mount, router, services);
  overviewRoutes(mount, services);
  jobRoutes(mount, services);
  storageRoutes(mount, services);
  loginCommandRoutes(mount, services);
  networkRoutes(mount, services);
  accessKeyRoutes(mount, services);
  refusalRoutes(mount, services);
  auditRoutes(mount, router, services);
  troubleshootingRoutes(mount, services);
  downloadRoutes(router, services);
  changeRoutes(router, services);
  return router;
}
