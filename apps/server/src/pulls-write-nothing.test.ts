import type { Server } from 'node:http';
import { writesDuring } from '@wharf/db/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ActivityRecorder, startActivity } from './activity.ts';
import { recordLogins } from './audit/login-record.ts';
import { createPullRecord } from './audit/pull-record.ts';
import { createCredentials } from './auth/credentials.ts';
import { addSigningKey } from './auth/signing-keys.ts';
import { type ConsoleServer, startConsoleServer } from './bff/testing/console-server.ts';
import { dialects } from './bff/testing/dialects.ts';
import { pushImage } from './bff/testing/push-image.ts';
import { startRegistryBeside } from './bff/testing/registry-beside.ts';
import { closed } from './testing/listening.ts';

describe.each(dialects)('pulls on $dialect', ({ makeDatabase }) => {
  let world: ConsoleServer;
  let activity: ActivityRecorder;
  let pulls: ReturnType<typeof createPullRecord>;
  let registry: { url: string; server: Server };
  let manifest: string;
  let blob: string;
  let basic: string;
  let bearer: string;

  beforeAll(async () => {
    // What is written now and then is written when the test lets the time pass.
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    world = await startConsoleServer({}, makeDatabase);
    const { database, services } = world;
    const { log, now, logins, attempts } = services;
    pulls = createPullRecord({ database, log });
    activity = startActivity(database, log, now, pulls);
    const used = activity.credentialUsed;
    const credentials = recordLogins(createCredentials({ db: database.db, attempts, used, now }), logins);
    registry = await startRegistryBeside({ ...services, activity, credentials });

    await addSigningKey(database.db, now());
    const account = await world.createAccount('main');
    const ann = await world.createUser(account, 'ann');
    await world.grant(await world.createOrganization(account, 'acme'), ann, 'read');
    manifest = (await pushImage(services, { name: 'acme/web', tags: ['v1'] })).digest;
    const login = (await (await world.as(ann)).call('createLoginCommand')).body;
    basic = `Basic ${Buffer.from(`${login.login}:${login.password}`).toString('base64')}`;
    const asked = await fetch(`${registry.url}/token?scope=repository:acme/web:pull`, {
      headers: { authorization: basic },
    });
    bearer = `Bearer ${((await asked.json()) as { token: string }).token}`;
    const content = await (await get('manifests/v1', basic)).json();
    blob = (content as { layers: { digest: string }[] }).layers[0]?.digest ?? '';
    await twoSeconds();
  });
  afterAll(async () => {
    await Promise.all([activity.stop(), pulls.stop()]);
    await closed(registry.server);
    await world.stop();
    vi.useRealTimers();
  });

  const get = (path: string, authorization: string, method = 'GET') =>
    fetch(`${registry.url}/v2/acme/web/${path}`, { method, headers: { authorization } });

  const writesOf = (work: () => Promise<unknown>) => writesDuring(world.database, work);

  /** Lets that time pass; the flushes only wait for those that it began. */
  async function twoSeconds(): Promise<void> {
    await vi.advanceTimersByTimeAsync(2000);
    await Promise.all([activity.flush(), pulls.flush(), world.services.logins.flush()]);
  }

  const stored = () => world.database.db.selectFrom('tags').select(['name', 'pulls']).executeTakeFirstOrThrow();

  it('write nothing on the way, and are counted within two seconds', async () => {
    const before = await stored();
    const onTheWay = await writesOf(async () => {
      for (const authorization of [basic, bearer]) {
        for (const method of ['GET', 'HEAD']) {
          for (const path of ['manifests/v1', `manifests/${manifest}`, `blobs/${blob}`]) {
            const answer = await get(path, authorization, method);
            await answer.arrayBuffer();
            expect([method, path, answer.status]).toEqual([method, path, 200]);
          }
        }
      }
    });
    expect(onTheWay).toEqual([]);
    expect(await stored()).toEqual(before);
    await vi.advanceTimersByTimeAsync(2000);
    await expect.poll(stored, { timeout: 20_000 }).toEqual({ name: 'v1', pulls: before.pulls + 2 });
    await twoSeconds();
  });

  it('note with the HEAD of a blob that it is to stay, once in a while: who asks that is about to push', async () => {
    await world.database.db.updateTable('blobs').set({ touched_at: 0 }).execute();
    const head = async () => expect((await get(`blobs/${blob}`, bearer, 'HEAD')).status).toBe(200);
    expect(await writesOf(async () => (await get(`blobs/${blob}`, bearer)).arrayBuffer())).toEqual([]);
    expect(await writesOf(head)).not.toEqual([]);
    expect(await writesOf(head)).toEqual([]);
  });
});
