import type { z } from 'zod';
import { accessKeyEndpoints } from './access-keys.ts';
import { accountEndpoints } from './accounts.ts';
import { auditEndpoints } from './audit.ts';
import { comparisonEndpoints } from './comparisons.ts';
import type { Endpoint } from './endpoint.ts';
import { fileEndpoints } from './files.ts';
import { grantEndpoints } from './grants.ts';
import { jobEndpoints } from './jobs.ts';
import { loginCommandEndpoints } from './login-commands.ts';
import { networkEndpoints } from './network.ts';
import { oidcEndpoints } from './oidc.ts';
import { organizationEndpoints } from './organizations.ts';
import { overviewEndpoints } from './overview.ts';
import { pageUploadEndpoints } from './page-uploads.ts';
import { recycleBinEndpoints } from './recycle-bin.ts';
import { refusalEndpoints } from './refusals.ts';
import { relationEndpoints } from './relations.ts';
import { repositoryEndpoints } from './repositories.ts';
import { resourceTagEndpoints } from './resource-tags.ts';
import { robotEndpoints } from './robots.ts';
import type { Operation } from './routes.ts';
import { searchEndpoints } from './search.ts';
import { secondFactorEndpoints } from './second-factors.ts';
import { serverEndpoints } from './server.ts';
import { sessionEndpoints } from './sessions.ts';
import { shareEndpoints } from './shares.ts';
import { signInMethodEndpoints } from './sign-in-method.ts';
import { storageEndpoints } from './storage.ts';
import { troubleshootingEndpoints } from './troubleshooting.ts';
import { userEndpoints } from './users.ts';

export * from './access-keys.ts';
export * from './accounts.ts';
export * from './audit.ts';
export * from './categories.ts';
export * from './changes.ts';
export * from './comparisons.ts';
export * from './downloads.ts';
export type { Endpoint } from './endpoint.ts';
export * from './event-types.ts';
export * from './files.ts';
export * from './grants.ts';
export * from './image-address.ts';
export * from './jobs.ts';
export * from './login-commands.ts';
export * from './network.ts';
export * from './oidc.ts';
export * from './organizations.ts';
export * from './overview.ts';
export * from './page.ts';
export * from './page-uploads.ts';
export * from './problem.ts';
export * from './recycle-bin.ts';
export * from './refusal-scopes.ts';
export * from './refusals.ts';
export * from './relations.ts';
export * from './repositories.ts';
export * from './resource-tags.ts';
export * from './robots.ts';
export * from './routes.ts';
export * from './search.ts';
export * from './second-factors.ts';
export type * from './server.ts';
export * from './sessions.ts';
export * from './share-limits.ts';
export * from './shares.ts';
export * from './sign-in-method.ts';
export * from './storage.ts';
export * from './users.ts';

/** The whole contract: a schema for each operation of the route table. */
export const endpoints = {
  ...serverEndpoints,
  ...sessionEndpoints,
  ...secondFactorEndpoints,
  ...signInMethodEndpoints,
  ...userEndpoints,
  ...accountEndpoints,
  ...oidcEndpoints,
  ...organizationEndpoints,
  ...grantEndpoints,
  ...robotEndpoints,
  ...repositoryEndpoints,
  ...resourceTagEndpoints,
  ...shareEndpoints,
  ...searchEndpoints,
  ...relationEndpoints,
  ...fileEndpoints,
  ...comparisonEndpoints,
  ...recycleBinEndpoints,
  ...pageUploadEndpoints,
  ...overviewEndpoints,
  ...jobEndpoints,
  ...storageEndpoints,
  ...loginCommandEndpoints,
  ...networkEndpoints,
  ...accessKeyEndpoints,
  ...refusalEndpoints,
  ...auditEndpoints,
  ...troubleshootingEndpoints,
} satisfies Record<Operation, Endpoint>;

export type Endpoints = typeof endpoints;
/** What a caller gives, before parsing. */
export type Params<O extends Operation> = z.input<Endpoints[O]['params']>;
export type Query<O extends Operation> = z.input<Endpoints[O]['query']>;
export type Body<O extends Operation> = z.input<Endpoints[O]['body']>;
/** What a caller gets. */
export type Result<O extends Operation> = z.output<Endpoints[O]['result']>;
