import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { header, json, send } from '../support/http.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { parseChallenge } from '../support/tokens.ts';

const name = 'acme/proxied';
const forwarded = {
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'registry.example.com',
  'x-forwarded-for': '203.0.113.7',
};

describe('behind a proxy', () => {
  let trusting: Scene;
  let plain: Scene;
  beforeAll(async () => {
    trusting = await openScene({ env: { WHARF_TRUSTED_PROXIES: '127.0.0.1' } });
    plain = await openScene();
  });
  afterAll(async () => {
    await Promise.all([trusting?.close(), plain?.close()]);
  });

  async function uploadLocation(scene: Scene): Promise<URL> {
    const registry = await scene.registryFor(name);
    const answer = await registry.call('POST', `/${name}/blobs/uploads/`, { headers: forwarded });
    expect(answer.status).toBe(202);
    return new URL(header(answer, 'location'), `https://${forwarded['x-forwarded-host']}`);
  }

  it('X-Forwarded-* count from a trusted address', async () => {
    const answer = await send(`${trusting.server.url}/v2/`, { headers: forwarded });
    expect(parseChallenge(answer).realm).toBe('https://registry.example.com/token');
    expect((await uploadLocation(trusting)).origin).toBe('https://registry.example.com');
    const { registryHost, insecure } = json(await send(`${trusting.server.url}/api/server`, { headers: forwarded }));
    expect({ registryHost, insecure }).toEqual({ registryHost: 'registry.example.com', insecure: false });
  });

  it('X-Forwarded-* are ignored otherwise', async () => {
    const answer = await send(`${plain.server.url}/v2/`, { headers: forwarded });
    expect(parseChallenge(answer).realm).toBe(`${plain.server.url}/token`);
    const registry = await plain.registryFor(name);
    const opened = await registry.call('POST', `/${name}/blobs/uploads/`, { headers: forwarded });
    expect(new URL(header(opened, 'location'), plain.server.url).origin).toBe(plain.server.url);
    expect(json(await send(`${plain.server.url}/api/server`, { headers: forwarded })).registryHost).toBe(
      plain.server.host,
    );
  });

  it.each([
    ['a scheme', { ...forwarded, 'x-forwarded-proto': 'javascript' }],
    ['a host with a path', { ...forwarded, 'x-forwarded-host': 'evil.example/x?"' }],
  ])('never writes %s that cannot be into a URL', async (_, headers) => {
    const answer = await send(`${trusting.server.url}/v2/`, { headers });
    const { realm } = parseChallenge(answer);
    expect(realm).toMatch(/^https?:\/\/[a-z0-9.:-]+\/token$/);
  });
});
