import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMetadata, newId, type WharfDatabase } from '@wharf/db';
import { createSqliteDatabase, type TestDatabase } from '@wharf/db/testing';
import type { Level, Role } from '@wharf/policies/access';
import { createCore, createPushing, type Log } from '@wharf/registry';
import { createMemoryStorage } from '@wharf/storage/memory';
import { createLoginRecord, recordLogins } from '../../audit/login-record.ts';
import { createAccess } from '../../auth/access.ts';
import { createAttempts } from '../../auth/attempts.ts';
import { createCredentials } from '../../auth/credentials.ts';
import { createDirectory } from '../../auth/directory/directory.ts';
import { createOidcProvider } from '../../auth/oidc/oidc-provider.ts';
import { createRegistryTokens } from '../../auth/registry-tokens.ts';
import { startSession } from '../../auth/sessions.ts';
import { createSigningKeys } from '../../auth/signing-keys.ts';
import { configSchema } from '../../config.ts';
import { newGrant } from '../../features/new-grant.ts';
import { createNetworks } from '../../network/networks.ts';
import { registryRefusals } from '../../refusals/registry-refusals.ts';
import { startRefusals } from '../../refusals/start-refusals.ts';
import { quickHash } from '../../testing/quick-hash.ts';
import { createApp } from '../app.ts';
import type { Services } from '../services.ts';
import { ConsoleClient } from './console-client.ts';

/** Every test user's password. */
export const password = 'correct horse battery';
const passwordHash = quickHash(password);

export interface TestUser {
  id: string;
  name: string;
  accountId: string;
}

/** The console's backend on a free port over a real SQLite file, with a clock that the test moves. */
export interface ConsoleServer {
  url: string;
  database: WharfDatabase;
  services: Services;
  logged: { level: string; facts: object; message: string }[];
  /** Moves the server's clock. */
  advance(milliseconds: number): void;
  createAccount(name: string, quota?: number): Promise<string>;
  createUser(accountId: string, name: string, role?: Role): Promise<TestUser>;
  createOrganization(accountId: string, name: string): Promise<string>;
  /** Gives the grant's id. */
  grant(organizationId: string, user: TestUser, level: Level, pattern?: string): Promise<string>;
  /** Nobody, for now. */
  visitor(): ConsoleClient;
  /** A client with a session, without the cost of a sign-in. */
  as(user: TestUser): Promise<ConsoleClient>;
  stop(): Promise<void>;
}

export async function startConsoleServer(
  change: Partial<Services> = {},
  makeDatabase: () => Promise<TestDatabase> = createSqliteDatabase,
): Promise<ConsoleServer> {
  const file = await makeDatabase();
  const database = await file.open();
  const db = database.db;
  let offset = 0;
  const now = () => new Date(Date.now() + offset);
  const policy = () => ({ anonymousPull: 'images' as const, now: now().getTime() });
  const logged: ConsoleServer['logged'] = [];
  const log = (level: string) => (facts: object, message: string) => {
    logged.push({ level, facts, message });
  };
  const stopping = new AbortController();
  const storage = change.storage ?? createMemoryStorage();
  const attempts = change.attempts ?? createAttempts(() => now().getTime());
  const config = change.config ?? configSchema.parse({});
  const lines = { info: log('info'), warn: log('warn'), error: log('error') };
  const directory = config.ldapUrl ? createDirectory({ database, config, now, log: lines }, config.ldapUrl) : undefined;
  const oidc = config.oidcIssuer ? createOidcProvider(config, config.oidcIssuer, now) : undefined;
  const silent = { info() {}, warn() {}, error() {} };
  const logins = createLoginRecord({ database, log: silent, now });
  const credentials = recordLogins(createCredentials({ db, attempts, directory, used: () => {}, now }), logins);
  const tokens = createRegistryTokens(createSigningKeys(database), 5, now);
  const refusals = startRefusals(database, { info: log('info'), warn: log('warn'), error: log('error') }, now);
  const addressOf = change.addressOf ?? ((request: IncomingMessage) => request.socket.remoteAddress ?? '');
  const core = createCore({
    metadata: createMetadata(database),
    storage,
    access: createAccess({
      db,
      credentials,
      tokens,
      revocations: { hold: () => true },
      policy,
      consoleUrl: undefined,
    }),
    activity: { pulled() {}, sent() {}, received() {} },
    log: { info: log('info'), warn: log('warn'), error: log('error') },
    limits: { manifestBytes: 4 * 1024 * 1024 },
    refusals: registryRefusals(refusals, addressOf),
    node: 'test',
    now,
  });
  const services: Services = {
    database,
    config,
    directory,
    oidc,
    storage,
    activity: core.activity,
    attempts,
    credentials,
    logins,
    tokens,
    policy,
    pushing: createPushing(core),
    refusals,
    originOf: (request: IncomingMessage) => {
      const host = request.headers.host ?? '';
      const scheme = request.headers['x-test-scheme'] ?? 'http';
      return { url: `${scheme}://${host}`, host };
    },
    addressOf,
    networks: createNetworks({ db, addressOf }),
    certificate: () => undefined,
    now,
    log: { info: log('info'), warn: log('warn'), error: log('error') } satisfies Log,
    wakeJobs: () => {},
    stopping: stopping.signal,
    checkOutput: true,
    ...change,
  };
  const server = createServer(createApp(services)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    database,
    services,
    logged,
    advance: (milliseconds) => {
      offset += milliseconds;
    },
    createAccount: async (name, quota = 5) => {
      const id = newId();
      await db.insertInto('accounts').values({ id, name, organization_quota: quota, created_at: Date.now() }).execute();
      return id;
    },
    createUser: async (accountId, name, role = 'member') => {
      const id = newId();
      await db
        .insertInto('users')
        .values({ id, account_id: accountId, name, password_hash: passwordHash, role, created_at: Date.now() })
        .execute();
      return { id, name, accountId };
    },
    createOrganization: async (accountId, name) => {
      const id = newId();
      await db
        .insertInto('organizations')
        .values({ id, account_id: accountId, name, created_at: Date.now(), created_by: 'test' })
        .execute();
      return id;
    },
    grant: async (id, user, level, pattern = '') => {
      const organization = await db
        .selectFrom('organizations')
        .select(['id', 'name'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      const row = newGrant({
        organization,
        holder: { kind: 'user', ...user },
        pattern,
        level,
        by: 'test',
        at: Date.now(),
      });
      await db.insertInto('grants').values(row).execute();
      return row.id;
    },
    visitor: () => new ConsoleClient(url),
    as: async (user) => {
      const session = await db
        .transaction()
        .execute((trx) => startSession(trx, services, user.id, { address: '127.0.0.1', userAgent: 'test' }));
      return new ConsoleClient(url, { cookie: `wharf_session=${session.secret}`, csrfToken: session.csrfToken });
    },
    stop: async () => {
      stopping.abort();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await refusals.stop();
      await logins.stop();
      await file.remove();
    },
  };
}
