import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';
import { pushImage } from '../../bff/testing/push-image.ts';

describe.each(dialects)('tags on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let client: ConsoleClient;
  const params = { organization: 'team', repository: 'web' };
  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    const account = await server.createAccount('main');
    client = await server.as(await server.createUser(account, 'administrator', 'account-administrator'));
    await server.createOrganization(account, 'team');
    const tags = ['1.9.0', '1.10.0', 'Latest', '1.10.0-rc.1'];
    for (const [index, tag] of tags.entries()) {
      await pushImage(server.services, { name: 'team/web', tags: [tag], layers: [tag], at: new Date(1_000 + index) });
    }
  });
  afterAll(() => server.stop());

  const names = async (query: object) => {
    const { body } = await client.call('listTags', { params, query });
    return body.items.map(({ name }) => name);
  };

  it('come newest first, or by name or semantic version', async () => {
    expect(await names({})).toEqual(['1.10.0-rc.1', 'Latest', '1.10.0', '1.9.0']);
    expect(await names({ sort: 'name' })).toEqual(['1.10.0', '1.10.0-rc.1', '1.9.0', 'Latest']);
    expect(await names({ sort: '-version' })).toEqual(['1.10.0', '1.10.0-rc.1', '1.9.0', 'Latest']);
  });

  it('are paged and filtered', async () => {
    const { body } = await client.call('listTags', { params, query: { sort: '-version', limit: 2, q: '1.' } });
    expect(body).toMatchObject({ total: 3, totalIsExact: true, previous: null });
    expect(await names({ sort: '-version', limit: 2, q: '1.', cursor: body.next })).toEqual(['1.9.0']);
    expect(await names({ q: 'LATEST' })).toEqual(['Latest']);
  });

  it('say what they point at', async () => {
    const { body } = await client.call('getTag', { params: { ...params, tag: 'Latest' } });
    expect(body).toMatchObject({
      name: 'Latest',
      kind: 'image',
      artifactType: null,
      platforms: [{ os: 'linux', architecture: 'amd64' }],
      pushedAt: new Date(1_002).toISOString(),
      pushedBy: 'pusher',
      pulls: 0,
      pulledAt: null,
    });
    expect(body.size).toBe('Latest'.length + JSON.stringify({ os: 'linux', architecture: 'amd64' }).length);
    expect((await client.call('getTag', { params: { ...params, tag: 'absent' } })).status).toBe(404);
  });
});
