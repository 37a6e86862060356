import { createServer, type Server } from 'node:http';
import { createMetadata } from '@wharf/db';
import { createCore, createHandler } from '@wharf/registry';
import { createAccess } from '../../auth/access.ts';
import { guardBasic } from '../../auth/basic-guard.ts';
import { createTokenEndpoint } from '../../auth/token-endpoint.ts';
import { registryRefusals } from '../../refusals/registry-refusals.ts';
import { listening } from '../../testing/listening.ts';
import type { Services } from '../services.ts';

/** The registry and the token endpoint of a console server, as the listener puts them before it; `closed` ends it. */
export async function startRegistryBeside(services: Services): Promise<{ url: string; server: Server }> {
  const { credentials, tokens, policy, refusals, originOf, addressOf, log, storage, activity } = services;
  const { db } = services.database;
  const access = createAccess({
    db,
    credentials,
    tokens,
    policy,
    revocations: { hold: () => true },
    consoleUrl: undefined,
  });
  const core = createCore({
    metadata: createMetadata(services.database),
    storage,
    access,
    activity,
    log,
    limits: { manifestBytes: 100_000 },
    refusals: registryRefusals(refusals, addressOf),
    node: 'beside',
  });
  const registry = guardBasic(
    { credentials, access, refusals, originOf, addressOf, log },
    createHandler(core, { originOf, addressOf }),
  );
  const token = createTokenEndpoint({ db, credentials, tokens, policy, refusals, originOf, addressOf, log });
  const server = createServer((request, response) =>
    request.url?.startsWith('/token') ? token(request, response) : registry(request, response),
  );
  return { url: await listening(server), server };
}
