import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createMetadata, openDatabase, type WharfDatabase } from '@wharf/db';
import { createJobs } from '@wharf/jobs';
import { createCore, createHandler, createPushing } from '@wharf/registry';
import { openFsStorage } from '@wharf/storage/fs';
import type { Logger } from 'pino';
import { startActivity } from './activity.ts';
import { createLoginRecord, recordLogins } from './audit/login-record.ts';
import { createPullRecord } from './audit/pull-record.ts';
import { createAccess } from './auth/access.ts';
import { guardBasic } from './auth/basic-guard.ts';
import { createCredentials } from './auth/credentials.ts';
import { createDirectory } from './auth/directory/directory.ts';
import { createOidcProvider } from './auth/oidc/oidc-provider.ts';
import { createRegistryTokens } from './auth/registry-tokens.ts';
import { startRevocations } from './auth/revocations.ts';
import { startSharedAttempts } from './auth/shared-attempts.ts';
import { createSigningKeys } from './auth/signing-keys.ts';
import { createTokenEndpoint } from './auth/token-endpoint.ts';
import { createApp } from './bff/app.ts';
import type { Services } from './bff/services.ts';
import type { Config } from './config.ts';
import { dropForwarders } from './features/audit/followers.ts';
import { followerName } from './features/audit/forward-events.ts';
import { eventTargets } from './features/audit/targets.ts';
import { ensureFirstAccount, type FirstAdministrator } from './first-start.ts';
import { eventFollowers, jobKinds, jobSchedules } from './jobs.ts';
import { createListener } from './listener.ts';
import { guardRegistry, guardToken } from './network/guard.ts';
import { startNetworks } from './network/networks.ts';
import { createOrigins } from './origin.ts';
import { makeDataFolders } from './private-folder.ts';
import { startPurgeSchedule } from './purge-schedule.ts';
import { registryRefusals } from './refusals/registry-refusals.ts';
import { startRefusals } from './refusals/start-refusals.ts';
import { createRedirectListener } from './tls/redirect-listener.ts';
import { startTls } from './tls/tls.ts';

export interface Composition {
  server: Server;
  /** What the parts work with. Who opened it a second time in one process could wait for himself (SQLite waits without a break). */
  database: WharfDatabase;
  /** Sends browsers on to `server`, which speaks https; listens on a port of its own. */
  redirect: Server | undefined;
  /** What the first start made. */
  firstAdministrator: FirstAdministrator | undefined;
  /** Ends what would keep requests open for ever (event streams); call it before the server drains. */
  stopStreams(): void;
  /** Writes what is counted and closes everything; call it when no request is under way. */
  close(): Promise<void>;
}

/** The database of a configuration, its tables up to date. */
export async function openConfiguredDatabase(config: Config): Promise<WharfDatabase> {
  const folder = await makeDataFolders(config.data);
  return openDatabase({ url: config.databaseUrl, file: join(folder, 'wharf.sqlite'), flushFailed: raise });
}

/** As an error that nobody caught: it ends the process (`last-resort.ts`), and whoever watches that starts another. */
function raise(error: Error): void {
  setImmediate(() => {
    throw error;
  });
}

/**
 * Makes the server of its parts: the only place that chooses drivers.
 * @param slot which of the processes of this node this is, from 0; the first one also runs the jobs.
 * @param listeningAt the address of the server once it listens.
 */
export async function compose(
  config: Config,
  log: Logger,
  slot: number,
  listeningAt: () => string,
): Promise<Composition> {
  const now = () => new Date();
  // First: a certificate that does not fit must not cost a start half made.
  const tls = await startTls(config, log, now);
  const database = await openConfiguredDatabase(config);
  const storage = await openFsStorage(config.data);
  const metadata = createMetadata(database, { binDays: config.recycleBinDays });
  const firstAdministrator = await ensureFirstAccount(database, config, now());
  // The same in the next life of this process, which frees the uploads that this one was writing.
  const node = `${hostname()}-${config.port}-${slot}`;
  await metadata.releaseClaims(`${node}:`);

  const attempts = startSharedAttempts(database, log, now);
  const pulls = config.auditPulls ? createPullRecord({ database, log }) : undefined;
  const activity = startActivity(database, log, now, pulls);
  const logins = createLoginRecord({ database, log, now });
  const { originOf, addressOf } = createOrigins({
    publicUrl: config.publicUrl,
    trustedProxies: config.trustedProxies,
    listeningAt,
  });
  const networks = await startNetworks({ db: database.db, addressOf, log });
  const directory = config.ldapUrl ? createDirectory({ database, config, now, log }, config.ldapUrl) : undefined;
  const oidc = config.oidcIssuer ? createOidcProvider(config, config.oidcIssuer, now) : undefined;
  const refusals = startRefusals(database, log, now);
  const credentials = recordLogins(
    createCredentials({ db: database.db, attempts, directory, used: activity.credentialUsed, now }),
    logins,
  );
  const tokens = createRegistryTokens(createSigningKeys(database), config.tokenMinutes, now);
  const revocations = await startRevocations(database, log, now);
  const policy = () => ({ anonymousPull: config.anonymousPull, now: now().getTime() });
  const access = createAccess({
    db: database.db,
    credentials,
    tokens,
    revocations,
    policy,
    consoleUrl: config.publicUrl,
  });
  const stopping = new AbortController();
  // Well within the grace time, so that whoever was told that a blob is there has most of it left.
  const touchMs = Math.min(5 * 60_000, config.collectionGraceMinutes * 15_000);
  const limits = { manifestBytes: config.manifestBytes, touchMs };
  const core = createCore({
    metadata,
    storage,
    access,
    activity,
    log,
    limits,
    refusals: registryRefusals(refusals, addressOf),
    node,
  });

  const services: Services = {
    database,
    config,
    storage,
    activity,
    attempts,
    credentials,
    logins,
    tokens,
    directory,
    oidc,
    policy,
    pushing: createPushing(core),
    refusals,
    originOf,
    addressOf,
    networks,
    certificate: () => tls?.certificate(),
    now,
    log,
    wakeJobs: () => jobs?.wake(),
    stopping: stopping.signal,
  };
  const work = { kinds: jobKinds(services), schedules: jobSchedules(services) };
  const jobs = slot === 0 ? createJobs({ database, ...work, node, now, log }) : undefined;
  if (slot === 0) await dropForwarders(database.db, eventTargets(config).map(followerName));
  const followers = slot === 0 ? eventFollowers(services, node) : [];

  const registry = createHandler(core, { originOf, addressOf, networkOf: networks.networkOf });
  const token = createTokenEndpoint({
    db: database.db,
    credentials,
    tokens,
    refusals,
    policy,
    originOf,
    addressOf,
    log,
  });
  const handlers = {
    registry: guardRegistry(
      { networks, refusals, access, originOf },
      guardBasic({ credentials, access, refusals, originOf, addressOf, log }, registry),
    ),
    token: guardToken({ networks, refusals }, token),
    app: createApp(services),
  };
  const server = createListener(handlers, tls);
  const securePort = () => (server.address() as AddressInfo).port;
  const redirect =
    config.httpPort === undefined ? undefined : createRedirectListener({ publicUrl: config.publicUrl, securePort });
  // Not before: a second server on this address fails to listen, and must not take the first one's jobs.
  server.once('listening', () => {
    jobs?.start();
    for (const follower of followers) follower.start();
  });
  const stopPurge =
    slot === 0 ? startPurgeSchedule({ metadata, storage, log, now }, config.uploadPurgeMinutes) : async () => {};

  return {
    server,
    database,
    redirect,
    firstAdministrator,
    stopStreams: () => stopping.abort(),
    async close() {
      await Promise.all(followers.map((follower) => follower.stop()));
      await jobs?.stop();
      await stopPurge();
      await revocations.stop();
      await attempts.stop();
      await networks.stop();
      await tls?.stop();
      await activity.stop();
      await refusals.stop();
      await Promise.all([logins.stop(), pulls?.stop()]);
      await storage.close();
      await database.close();
    },
  };
}
