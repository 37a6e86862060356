import { newId } from '@wharf/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';
import { pushImage } from '../../bff/testing/push-image.ts';

describe.each(dialects)('search on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let client: ConsoleClient;
  let reader: ConsoleClient;
  let stranger: ConsoleClient;
  let hidden: string;
  let digest: string;
  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    const account = await server.createAccount('main', 100);
    client = await server.as(await server.createUser(account, 'administrator', 'account-administrator'));
    const readable = await server.createOrganization(account, 'acme');
    hidden = await server.createOrganization(account, 'backstage');
    const member = await server.createUser(account, 'member');
    await server.grant(readable, member, 'read');
    reader = await server.as(member);
    const other = await server.createAccount('other');
    await server.createOrganization(other, 'acme-rival');
    await pushImage(server.services, { name: 'acme-rival/web', tags: ['1.2.9'] });
    stranger = await server.as(await server.createUser(other, 'stranger', 'account-administrator'));
    ({ digest } = await pushImage(server.services, {
      name: 'acme/web',
      tags: ['1.2.0', '1.2', 'latest'],
      layers: ['w'],
    }));
    await pushImage(server.services, { name: 'acme/team/webhook', tags: ['1.2.1', '9'], layers: ['h'] });
    await pushImage(server.services, { name: 'acme/cobweb', tags: ['V1'], layers: ['c'] });
    await pushImage(server.services, { name: 'backstage/web', tags: ['1.2.5'], layers: ['w'] });
  });
  afterAll(() => server.stop());

  const find = async (who: ConsoleClient, q: string, limit?: number) => {
    const { body } = await who.call('search', { query: { q, ...(limit && { limit }) } });
    return {
      organizations: body.organizations.items.map(({ name }) => name),
      images: body.repositories.items.map(({ organization, repository }) => `${organization}/${repository}`),
      tags: body.tags.items.map(({ organization, repository, tag }) => `${organization}/${repository}:${tag}`),
      digests: body.manifests.items.map(
        ({ organization, repository, tag }) => `${organization}/${repository}${tag === null ? '' : `:${tag}`}`,
      ),
      more: [body.organizations, body.repositories, body.tags, body.manifests].map(({ more }) => more),
    };
  };

  it('finds images by a part of the name, those first that begin with it', async () => {
    expect((await find(client, 'WEB')).images).toEqual([
      'acme/team/webhook',
      'acme/web',
      'backstage/web',
      'acme/cobweb',
    ]);
    expect((await find(client, 'acme/w')).images).toEqual(['acme/web']);
    expect((await find(client, 'acme')).organizations).toEqual(['acme']);
  });

  it('finds tags by how they begin, in case and order', async () => {
    expect((await find(client, '1.2')).tags).toEqual([
      'acme/web:1.2',
      'acme/web:1.2.0',
      'acme/team/webhook:1.2.1',
      'backstage/web:1.2.5',
    ]);
    expect((await find(client, 'V1')).tags).toEqual(['acme/cobweb:V1']);
    expect((await find(client, 'v1')).tags).toEqual([]);
    expect((await find(client, '.2')).tags).toEqual([]);
  });

  it('finds a tag of an image, as one writes it', async () => {
    expect((await find(client, 'webhook:1')).tags).toEqual(['acme/team/webhook:1.2.1']);
    expect((await find(client, 'acme/web:1.2.0')).tags).toEqual(['acme/web:1.2.0']);
    expect((await find(client, `${new URL(server.url).host}/acme/web:lat`)).tags).toEqual(['acme/web:latest']);
    expect((await find(client, 'absent:1')).tags).toEqual([]);
  });

  it('finds manifests by the beginning of their digest', async () => {
    for (const q of [digest, digest.slice(0, 20), digest.slice(7, 13).toUpperCase(), `acme/web@${digest}`]) {
      expect((await find(client, q)).digests, q).toEqual(
        expect.arrayContaining(['acme/web:1.2', 'backstage/web:1.2.5']),
      );
    }
    expect((await find(client, digest.slice(7, 12))).digests).toEqual([]);
    expect((await find(client, `${digest}0`)).digests).toEqual([]);
  });

  it('tells of the rest', async () => {
    const { images, tags, more } = await find(client, 'web', 2);
    expect([images.length, tags.length, more]).toEqual([2, 0, [false, true, false, false]]);
    expect((await find(client, '1.2', 3)).more).toEqual([false, false, true, false]);
    expect((await find(client, '1.2', 4)).more).toEqual([false, false, false, false]);
  });

  it('shows only what the caller sees', async () => {
    const own = await find(reader, 'web');
    expect(own.images).toEqual(['acme/team/webhook', 'acme/web', 'acme/cobweb']);
    expect((await find(reader, '1.2.5')).tags).toEqual([]);
    expect((await find(reader, 'backstage')).organizations).toEqual([]);
    expect((await find(reader, 'web:1.2.5')).tags).toEqual([]);
    expect((await find(reader, digest)).digests).toEqual(['acme/web:1.2']);
    expect((await find(stranger, 'web')).images).toEqual(['acme-rival/web']);
    expect((await find(stranger, digest)).digests).toEqual([]);
    expect((await find(stranger, 'acme')).organizations).toEqual(['acme-rival']);
  });

  it('finds what is seen behind thousands that are not', async () => {
    const { db } = server.database;
    const repository = newId();
    const row = { id: repository, organization_id: hidden, name: 'backstage/many', created_at: 1, pushed_at: 1 };
    await db.insertInto('repositories').values(row).execute();
    const tag = { repository_id: repository, digest, version_key: '', pushed_at: 1, pushed_by: 'a' };
    const held = await db.selectFrom('manifests').selectAll().where('digest', '=', digest).executeTakeFirstOrThrow();
    await db
      .insertInto('manifests')
      .values({ ...held, repository_id: repository })
      .execute();
    for (let from = 0; from < 6000; from += 1000) {
      const values = Array.from({ length: 1000 }, (_, index) => ({ ...tag, name: `crowd-${10_000 + from + index}` }));
      await db.insertInto('tags').values(values).execute();
    }
    await pushImage(server.services, { name: 'acme/web', tags: ['crowd-z'], layers: ['w'] });
    expect((await find(reader, 'crowd')).tags).toEqual(['acme/web:crowd-z']);
    expect((await find(client, 'crowd')).tags).toHaveLength(5);
  });

  it('forgets what lies in the recycle bin', async () => {
    const { digest: gone } = await pushImage(server.services, { name: 'acme/gone', tags: ['bye-1'], layers: ['g'] });
    const params = { organization: 'acme', repository: 'gone' };
    expect((await find(client, gone)).digests).toEqual(['acme/gone:bye-1']);
    await client.call('createDeletion', { params, body: { repository: true } as never });
    const after = await find(client, gone);
    expect([after.digests, (await find(client, 'bye')).tags, (await find(client, 'gone')).images]).toEqual([
      [],
      [],
      [],
    ]);
  });

  it.each(['x', '', '  a  ', 'a'.repeat(201)])('refuses %j', async (q) => {
    expect((await client.call('search', { query: { q } })).status).toBe(400);
  });

  it.each(['%%', '__', '\\\\', "';--", '::', 'sha256:', '..'])('takes %j as text', async (q) => {
    expect((await client.call('search', { query: { q } })).status).toBe(200);
  });
});
