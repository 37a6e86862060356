import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Database } from '@wharf/db';
import { openPolicy } from '@wharf/policies/network';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgetful } from '../testing/forgetful.ts';
import { closed, listening } from '../testing/listening.ts';
import { guardRegistry, guardToken } from './guard.ts';
import { createNetworks } from './networks.ts';

const noDatabase = {} as Kysely<Database>;

describe('the guard before registry and token endpoint', () => {
  let server: Server;
  let url: string;
  beforeAll(async () => {
    const addressOf = (request: IncomingMessage) => String(request.headers['x-test-address']);
    const rules = [
      {
        ...{ id: '1', name: 'lan', ranges: ['10.0.0.0/8'], host: null, enabled: true },
        ...({ actions: 'push-pull', blobReads: 'through' } as const),
      },
    ];
    const policy = { rules, defaultRule: { ...openPolicy.defaultRule, publicAccess: 'off' } } as const;
    const networks = createNetworks({ db: noDatabase, addressOf }, policy);
    const access = { challenge: () => 'Bearer realm="r"' };
    const originOf = () => ({ url: '', host: '' });
    const registry = guardRegistry({ networks, refusals: forgetful, access, originOf }, (_request, response) =>
      response.end('registry'),
    );
    const token = guardToken({ networks, refusals: forgetful }, (_request, response) => response.end('token'));
    server = createServer((request, response) =>
      request.url?.startsWith('/v2') ? registry(request, response) : token(request, response),
    );
    url = await listening(server);
  });
  afterAll(() => closed(server));

  function ask(path: string, address: string, headers: Record<string, string> = {}, body?: string) {
    const method = body === undefined ? 'GET' : 'POST';
    return fetch(url + path, {
      method,
      headers: { 'x-test-address': address, ...headers },
      ...(body !== undefined && { body }),
    });
  }

  it('lets a network in that a rule names', async () => {
    expect(await (await ask('/v2/', '10.0.0.1')).text()).toBe('registry');
    expect(await (await ask('/token', '10.0.0.1')).text()).toBe('token');
  });

  it.each(['/v2/acme/web/manifests/v1', '/v2/_catalog', '/v2/nonsense'])('refuses %s to others', async (path) => {
    const answer = await ask(path, '203.0.113.7');
    expect(answer.status).toBe(403);
    expect(await answer.json()).toEqual({
      errors: [
        {
          code: 'DENIED',
          message: expect.stringContaining('203.0.113.7'),
          detail: {
            reason: 'network-public-off',
            rule: 'public access is off',
            address: '203.0.113.7',
            remedy: expect.any(String),
            help: { who: 'system-administrator', names: [] },
          },
        },
      ],
    });
  });

  it('sends who asks first on to the token endpoint, whose reason docker shows', async () => {
    const first = await ask('/v2/', '203.0.113.7');
    expect([first.status, first.headers.get('www-authenticate')]).toEqual([
      401,
      'Basic realm="Wharf", Bearer realm="r"',
    ]);
    expect((await ask('/v2/', '203.0.113.7', { authorization: 'Basic eDp5' })).status).toBe(403);
    for (const body of [undefined, 'grant_type=password']) {
      const answer = await ask('/token?service=x', '203.0.113.7', {}, body);
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({
        errors: [{ code: 'DENIED', message: expect.stringContaining('203.0.113.7') }],
        error: 'access_denied',
      });
    }
  });

  it('lets who pushes go on from a question to what he is told about', async () => {
    const headers = { 'x-test-address': '203.0.113.7' };
    const statusOf = async (path: string) => (await fetch(url + path, { method: 'HEAD', headers })).status;
    expect(await statusOf(`/v2/acme/web/blobs/sha256:${'a'.repeat(64)}`)).toBe(404);
    expect(await statusOf('/v2/acme/web/manifests/v1')).toBe(403);
  });

  it('refuses whose address nobody knows', async () => {
    expect(await (await ask('/v2/_catalog', '')).json()).toMatchObject({
      errors: [{ detail: { reason: 'network-address-unknown' } }],
    });
  });
});
