import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId, type WharfDatabase } from '@wharf/db';
import { openFsStorage } from '@wharf/storage/fs';
import { pino } from 'pino';
import type { Services } from '../bff/services.ts';
import { ConsoleClient } from '../bff/testing/console-client.ts';
import { pushImage } from '../bff/testing/push-image.ts';
import { compose } from '../compose.ts';
import { configSchema } from '../config.ts';
import { newGrant } from '../features/new-grant.ts';
import type { ActorName } from './authorization-table.ts';

const password = 'correct horse battery';
const day = 24 * 60 * 60 * 1000;

/** A private organization of its own with one private image, and what can be asked for in it. */
export interface Place {
  organization: string;
  organizationId: string;
  digest: string;
  /** A layer's blob. */
  blob: string;
}

/** The whole server, as it is composed for production, with one actor of each kind. */
export interface AuthorizationWorld {
  url: string;
  database: WharfDatabase;
  /** With the actor's session; without one who has none. */
  client(actor: ActorName): ConsoleClient;
  /** A client with a session that nothing else uses. */
  freshClient(actor: ActorName): Promise<ConsoleClient>;
  /** Signs the actor in again, whose sessions were all ended. */
  renew(actor: ActorName): Promise<void>;
  /** What the actor sends to the registry. */
  authorization(actor: ActorName, place: Place): Promise<string | undefined>;
  makePlace(): Promise<Place>;
  /** A name that nothing has yet. */
  newName(stem: string): string;
  close(): Promise<void>;
}

const held = [
  ['image-reader', 'read', 'web'],
  ['reader', 'read', ''],
  ['editor', 'edit', ''],
  ['manager', 'manage', ''],
] as const;
const members = held.map(([actor]) => actor);
const accounts: Partial<Record<ActorName, string>> = { stranger: 'elsewhere', receiver: 'receiving', expired: 'ended' };

export async function createAuthorizationWorld(): Promise<AuthorizationWorld> {
  const data = await mkdtemp(join(tmpdir(), 'wharf-authorization-'));
  const config = configSchema.parse({ data, port: 0, adminPassword: password, collectionSchedule: 'never' });
  let url = '';
  const composition = await compose(config, pino({ level: 'silent' }), 0, () => url);
  composition.server.listen(0, '127.0.0.1');
  await once(composition.server, 'listening');
  url = `http://127.0.0.1:${(composition.server.address() as AddressInfo).port}`;
  const { database } = composition;
  const storage = await openFsStorage(data);
  const names: Partial<Record<ActorName, string>> = { 'system-administrator': 'admin' };
  const clients = new Map<ActorName, ConsoleClient>();
  let counted = 0;
  const newName = (stem: string) => `${stem}${++counted}`;

  async function signIn(user: string): Promise<ConsoleClient> {
    const client = new ConsoleClient(url);
    const { status, problem } = await client.call('signIn', { body: { user, password } });
    if (status !== 200) throw new Error(`${user} cannot sign in: ${problem.message}`);
    return client;
  }

  clients.set('system-administrator', await signIn('admin'));
  // Not once for all: his sessions can be ended and made anew.
  const admin = () => clients.get('system-administrator') ?? new ConsoleClient(url);
  const must = <T extends { status: number; problem: unknown }>(answer: T): T => {
    if (answer.status >= 300) throw new Error(`the world could not be made: ${JSON.stringify(answer.problem)}`);
    return answer;
  };
  must(await admin().call('updateAccount', { params: { account: 'main' }, body: { quotas: { organizations: null } } }));
  for (const actor of [...members, 'account-administrator', 'stranger', 'receiver', 'expired'] as const) {
    const account = accounts[actor];
    if (account) {
      const administrator = { name: `${account}-boss`, password };
      must(await admin().call('createAccount', { body: { name: account, administrator } }));
    }
    const role = actor === 'account-administrator' ? ('account-administrator' as const) : ('member' as const);
    must(await admin().call('createUser', { body: { name: actor, password, role, ...(account && { account }) } }));
    names[actor] = actor;
    clients.set(actor, await signIn(actor));
  }
  const ended = await signIn('manager');
  clients.set('revoked', new ConsoleClient(url, { cookie: ended.cookie ?? '', csrfToken: ended.csrfToken ?? '' }));
  must(await ended.call('signOut'));
  const manager = await signIn('manager');
  const revoked = must(await manager.call('createLoginCommand')).body;
  must(await manager.call('removeLoginCommand', { params: { credential: revoked.id } }));

  const idOf = async (table: 'users' | 'accounts', name: string) =>
    (await database.db.selectFrom(table).select('id').where('name', '=', name).executeTakeFirstOrThrow()).id;

  async function makePlace(): Promise<Place> {
    const organization = { id: newId(), name: newName('team') };
    const made = { account_id: await idOf('accounts', 'main'), created_at: Date.now(), created_by: 'test' };
    await database.db
      .insertInto('organizations')
      .values({ ...organization, ...made })
      .execute();
    for (const [actor, level, pattern] of held) {
      const holder = { kind: 'user', id: await idOf('users', actor), name: actor } as const;
      const grant = newGrant({ organization, holder, level, pattern, by: 'test', at: Date.now() });
      await database.db.insertInto('grants').values(grant).execute();
    }
    const services = { database, storage, now: () => new Date() } as unknown as Services;
    const { digest } = await pushImage(services, {
      name: `${organization.name}/web`,
      tags: ['v1'],
      layers: [organization.name],
    });
    const image = await database.db
      .selectFrom('repositories')
      .select('id')
      .where('name', '=', `${organization.name}/web`)
      .executeTakeFirstOrThrow();
    const blob = await database.db
      .selectFrom('manifest_blobs')
      .innerJoin('blobs', 'blobs.digest', 'manifest_blobs.blob_digest')
      .select('blobs.digest')
      .where('manifest_blobs.repository_id', '=', image.id)
      .where('blobs.size', '=', organization.name.length)
      .executeTakeFirstOrThrow();
    for (const [actor, expires_at] of [
      ['receiver', null],
      ['expired', Date.now() - day],
    ] as const) {
      const share = {
        repository_id: image.id,
        repository_name: `${organization.name}/web`,
        account_id: await idOf('accounts', accounts[actor] ?? ''),
      };
      await database.db
        .insertInto('shares')
        .values({ ...share, description: '', expires_at, created_at: 1, created_by: 'test' })
        .execute();
    }
    return { organization: organization.name, organizationId: organization.id, digest, blob: blob.digest };
  }

  const basic = (name: string, secret: string) => `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`;
  const robots = new Map<string, string>();

  return {
    url,
    database,
    newName,
    makePlace,
    client: (actor) => clients.get(actor) ?? new ConsoleClient(url),
    freshClient: async (actor) => {
      const name = names[actor];
      if (name !== undefined) return await signIn(name);
      const { cookie = '', csrfToken = '' } = clients.get(actor) ?? {};
      return new ConsoleClient(url, { cookie, csrfToken });
    },
    renew: async (actor) => {
      const name = names[actor];
      if (name !== undefined) clients.set(actor, await signIn(name));
    },
    authorization: async (actor, { organization }) => {
      if (actor === 'anonymous') return undefined;
      if (actor === 'revoked') return basic(revoked.login, revoked.password);
      if (actor !== 'robot') return basic(names[actor] ?? actor, password);
      const known = robots.get(organization);
      if (known) return known;
      const grants = [{ organization, pattern: '', level: 'edit' as const }];
      const { body } = must(await admin().call('createRobot', { body: { name: 'ci', organization, grants } }));
      const made = basic(body.login, body.secret);
      robots.set(organization, made);
      return made;
    },
    close: async () => {
      composition.stopStreams();
      const closed = once(composition.server, 'close');
      composition.server.close();
      composition.server.closeAllConnections();
      await closed;
      await composition.close();
      await storage.close();
      await rm(data, { recursive: true, force: true });
    },
  };
}
