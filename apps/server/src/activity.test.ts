import { createMetadata } from '@wharf/db';
import { type Digest, mediaTypes, type RepositoryName, type Tag } from '@wharf/oci';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startActivity } from './activity.ts';
import { type AuthWorld, createAuthWorld } from './testing/auth-world.ts';

const day = '2026-11-24';
const now = () => new Date(`${day}T23:00:00Z`);
const silent = { info: () => {}, warn: () => {}, error: () => {} };
const web = 'acme/web' as RepositoryName;

describe.each(['sqlite', 'postgres'])('activity on %s', (dialect) => {
  let world: AuthWorld;
  let webId: string;
  let organizationId: string;

  beforeAll(async () => {
    world = await createAuthWorld(dialect === 'postgres' ? inject('postgresUrl') : undefined);
    const account = await world.addAccount('main');
    organizationId = await world.addOrganization(account, 'acme');
    const metadata = createMetadata(world.database);
    await metadata.putManifest({
      name: web,
      digest: `sha256:${'0'.repeat(64)}` as Digest,
      mediaType: mediaTypes.ociIndex,
      content: new TextEncoder().encode('{}'),
      tags: ['1', '2', '3'] as Tag[],
      artifactType: undefined,
      subject: undefined,
      annotations: undefined,
      kind: 'index',
      configDigest: undefined,
      contentSize: 0,
      platforms: [],
      needs: { blobs: [], manifests: [] },
      by: { id: undefined, name: 'ann' },
      at: now(),
    });
    webId = (await metadata.findRepository(web))?.id ?? '';
  });
  afterAll(() => world.remove());

  async function stored() {
    const { db } = world.database;
    const repository = await db.selectFrom('repositories').select(['pulls', 'pulled_at']).executeTakeFirstOrThrow();
    const tags = await db.selectFrom('tags').select(['name', 'pulls', 'pulled_at']).orderBy('name').execute();
    return { repository, tags, traffic: await db.selectFrom('traffic_days').selectAll().execute() };
  }

  it('adds what passed to the tables, again and again', async () => {
    const activity = startActivity(world.database, silent, now);
    activity.pulled(web, webId, '1');
    activity.pulled(web, webId, '1');
    activity.pulled(web, webId, '2');
    activity.pulled(web, webId, undefined);
    activity.pulled('gone/repo' as RepositoryName, 'no-such-id', 'x');
    activity.sent(web, 5_000_000_000);
    activity.received(web, 7);
    await activity.flush();
    activity.pulled(web, webId, '2');
    activity.sent(web, 1);
    await activity.stop();
    await activity.flush();
    const at = now().getTime();
    expect(await stored()).toEqual({
      repository: { pulls: 5, pulled_at: at },
      tags: [
        { name: '1', pulls: 2, pulled_at: at },
        { name: '2', pulls: 2, pulled_at: at },
        { name: '3', pulls: 0, pulled_at: null },
      ],
      traffic: [{ day, organization_id: organizationId, pulls: 5, pulled_bytes: 5_000_000_001, pushed_bytes: 7 }],
    });
  });

  it('records when and from where each kind of credential was used last', async () => {
    const ann = await world.addUser(await world.addAccount('second'), 'ann');
    const id = await world.addTemporaryLogin(ann, 'ann-t', 'secret', 2);
    const activity = startActivity(world.database, silent, now);
    const keys = [await world.addAccessKey(ann), await world.addAccessKey(ann)];
    activity.credentialUsed({ kind: 'temporary-login', id, address: '10.0.0.1' });
    activity.credentialUsed({ kind: 'temporary-login', id, address: '10.0.0.2' });
    activity.credentialUsed({ kind: 'temporary-login', id, address: undefined });
    for (const [index, key] of keys.entries()) {
      activity.credentialUsed({ kind: 'access-key', id: key.id, address: `10.0.1.${index}` });
    }
    await activity.flush();
    activity.credentialUsed({ kind: 'access-key', id: keys[0]?.id ?? '', address: undefined });
    activity.credentialUsed({ kind: 'access-key', id: 'gone', address: '10.0.0.9' });
    await activity.stop();
    const { db } = world.database;
    const of = async (table: 'temporary_credentials' | 'access_keys', key: string | undefined) =>
      await db
        .selectFrom(table)
        .select(['last_used_at', 'last_used_address'])
        .where('id', '=', key ?? '')
        .execute();
    const used = (address: string) => [{ last_used_at: now().getTime(), last_used_address: address }];
    expect(await of('temporary_credentials', id)).toEqual(used('10.0.0.2'));
    expect(await of('access_keys', keys[0]?.id)).toEqual(used('10.0.1.0'));
    expect(await of('access_keys', keys[1]?.id)).toEqual(used('10.0.1.1'));
  });

  it('keeps the counts when the database fails, and writes them with the next', async () => {
    const before = await stored();
    const warned: string[] = [];
    const log = { ...silent, warn: (_facts: object, message: string) => warned.push(message) };
    let broken = true;
    const relaxed: typeof world.database.relaxed = (work) =>
      broken ? Promise.reject(new Error('the database is away')) : world.database.relaxed(work);
    const activity = startActivity({ ...world.database, relaxed }, log, now);
    activity.pulled(web, webId, '3');
    await activity.flush();
    activity.pulled(web, webId, '3');
    broken = false;
    await activity.stop();
    expect(warned).toHaveLength(1);
    const after = await stored();
    expect(after.repository.pulls).toBe(before.repository.pulls + 2);
    expect(after.tags[2]?.pulls).toBe(2);
  });
});
