import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';
import { pushImage, pushIndex } from '../../bff/testing/push-image.ts';

describe.each(dialects)('a tag on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let client: ConsoleClient;
  let names = 0;
  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    const account = await server.createAccount('main', 100);
    client = await server.as(await server.createUser(account, 'administrator', 'account-administrator'));
    await server.createOrganization(account, 'team');
    await server.createOrganization(account, 'other');
  });
  afterAll(() => server.stop());

  const seed = async () => {
    const repository = `web${++names}`;
    const push = (layer: string, tags = ['latest']) =>
      pushImage(server.services, { name: `team/${repository}`, tags, layers: ['base', `${layer} ${repository}`] });
    return { params: { organization: 'team', repository, tag: 'latest' }, push };
  };
  const history = async (params: Awaited<ReturnType<typeof seed>>['params']) =>
    (await client.call('listTagChanges', { params, query: {} })).body.items;

  it('remembers where it was, and moves back', async () => {
    const { params, push } = await seed();
    const [one, two] = [await push('one'), await push('two')];
    await push('two');
    expect(await history(params)).toMatchObject([
      { digest: two.digest, changedBy: 'pusher', state: 'current' },
      { digest: one.digest, changedBy: 'pusher', state: 'there' },
    ]);
    const moved = await client.call('moveTag', { params, body: one });
    expect(moved.body).toEqual({ tag: 'latest', digest: one.digest, previous: two.digest });
    expect((await history(params))[0]).toMatchObject({ digest: one.digest, changedBy: 'administrator' });
    const absent = { digest: `sha256:${'0'.repeat(64)}` };
    expect((await client.call('moveTag', { params, body: absent })).status).toBe(404);
  });

  it('moves back to what lies in the recycle bin, not to what is gone', async () => {
    const { params, push } = await seed();
    const one = await push('one');
    const created = await client.call('createDeletion', { params, body: { tags: ['latest'] } });
    expect(await history(params)).toMatchObject([
      { digest: null, changedBy: 'administrator', state: null, size: null },
      { digest: one.digest, state: 'in-bin' },
    ]);
    expect((await client.call('moveTag', { params, body: one })).body.previous).toBeNull();
    expect((await client.call('getTag', { params })).body.digest).toBe(one.digest);
    const place = { organization: 'team', deletion: created.body.id };
    expect((await client.call('getDeletion', { params: place })).body).toMatchObject({ manifestCount: 0, tagCount: 1 });
    const again = await client.call('createDeletion', { params, body: { tags: ['latest'] } });
    await client.call('letGoDeletion', { params: { organization: 'team', deletion: again.body.id } });
    expect((await history(params)).map(({ state }) => state)).toEqual([null, 'gone', null, 'gone']);
    expect((await client.call('moveTag', { params, body: one })).status).toBe(404);
  });

  it('is given another name, and does not take one without being told', async () => {
    const { params, push } = await seed();
    const [one, two] = [await push('one', ['v1']), await push('two')];
    const copy = (to: object, overwrite = false) =>
      client.call('copyTag', { params, body: { to: { tag: 'v1', ...to }, overwrite } });
    const refused = await copy({});
    expect(refused.problem).toMatchObject({
      code: 'name-taken',
      detail: { reason: 'tag-exists', tag: 'v1', digest: one.digest },
    });
    expect((await copy({}, true)).body).toEqual({
      ...{ tag: 'v1', digest: two.digest, previous: one.digest, manifests: 0, bytes: 0 },
    });
    expect((await copy({ tag: 'v2' })).body).toMatchObject({ previous: null });
    expect((await client.call('getTag', { params: { ...params, tag: 'v2' } })).body.digest).toBe(two.digest);
  });

  it('is copied to another repository with its images and layers, and can be pulled there alone', async () => {
    const { params, push } = await seed();
    const child = await push('child', ['child']);
    const name = `team/${params.repository}`;
    const index = await pushIndex(server.services, { name, tags: ['latest'], children: [child] });
    const target = { organization: 'other', repository: `copy/of-${params.repository}` };
    const copied = await client.call('copyTag', { params, body: { to: { ...target, tag: 'v1' } } });
    expect(copied.body).toMatchObject({ digest: index.digest, previous: null, manifests: 2 });
    expect(copied.body.bytes).toBeGreaterThan(0);
    const repository = await client.call('getRepository', { params: target });
    expect(repository.body).toMatchObject({ visibility: 'private', tagCount: 1, bytes: copied.body.bytes });
    await client.call('createDeletion', { params, body: { repository: true } });
    const shown = await client.call('getManifest', { params: { ...target, digest: child.digest } });
    expect(shown.body.config).not.toBeNull();
    expect(await history({ ...target, tag: 'v1' })).toMatchObject([{ changedBy: 'administrator', state: 'current' }]);
  });
});
