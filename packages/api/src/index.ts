import type { z } from 'zod';
import type { Endpoint } from './endpoint.ts';
import { grantEndpoints } from './grants.ts';
import { loginCommandEndpoints } from './login-commands.ts';
import { organizationEndpoints } from './organizations.ts';
import { overviewEndpoints } from './overview.ts';
import { repositoryEndpoints } from './repositories.ts';
import type { Operation } from './routes.ts';
import { serverEndpoints } from './server.ts';
import { sessionEndpoints } from './sessions.ts';
import { userEndpoints } from './users.ts';

export * from './changes.ts';
export type { Endpoint } from './endpoint.ts';
export * from './grants.ts';
export * from './login-commands.ts';
export * from './organizations.ts';
export * from './overview.ts';
export * from './page.ts';
export * from './problem.ts';
export * from './repositories.ts';
export * from './routes.ts';
export * from './sessions.ts';
export * from './users.ts';

/** The whole contract: a schema for each operation of the route table. */
export const endpoints = {
  ...serverEndpoints,
  ...sessionEndpoints,
  ...userEndpoints,
  ...organizationEndpoints,
  ...grantEndpoints,
  ...repositoryEndpoints,
  ...overviewEndpoints,
  ...loginCommandEndpoints,
} satisfies Record<Operation, Endpoint>;

export type Endpoints = typeof endpoints;
/** What a caller gives, before parsing. */
export type Params<O extends Operation> = z.input<Endpoints[O]['params']>;
export type Query<O extends Operation> = z.input<Endpoints[O]['query']>;
export type Body<O extends Operation> = z.input<Endpoints[O]['body']>;
/** What a caller gets. */
export type Result<O extends Operation> = z.output<Endpoints[O]['result']>;
