import type { Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { closed, listening, rawExchange } from '../testing/listening.ts';
import { createRedirectListener } from './redirect-listener.ts';

describe('the port of plain http', () => {
  let server: Server;
  afterEach(() => closed(server));
  async function start(port: number, publicUrl?: string): Promise<string> {
    server = createRedirectListener({ publicUrl, securePort: () => port });
    return await listening(server);
  }
  async function ask(url: string, request: string, host = 'registry.lan:80'): Promise<string> {
    return await rawExchange(url, `${request} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 0\r\n\r\n`);
  }

  it.each([
    [8443, undefined, 'registry.lan:80', 'https://registry.lan:8443/images?q=a'],
    [443, undefined, '[fd00::1]', 'https://[fd00::1]/images?q=a'],
    [8443, 'https://hub.example', 'registry.lan', 'https://hub.example/images?q=a'],
    [8443, 'http://hub.example', 'registry.lan', 'https://registry.lan:8443/images?q=a'],
  ])('sends browsers to port %d of %s', async (port, publicUrl, host, location) => {
    const answer = await ask(await start(port, publicUrl), 'GET /images?q=a', host);
    expect(answer).toMatch(/^HTTP\/1.1 308 /);
    expect(answer).toContain(`\r\nLocation: ${location}\r\n`);
  });

  it.each([
    'GET /v2/',
    'GET /v2/acme/web/manifests/v1',
    'GET /v1/_ping',
    'GET /token?service=x',
    'POST /api/session',
    'PUT /v2/x',
  ])('tells who sends %s where to go', async (line) => {
    const [head = '', body = ''] = (await ask(await start(8443), line)).split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1.1 400 /);
    expect(head).not.toContain('Location');
    expect(JSON.parse(body).errors[0]).toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringContaining('registry.lan:8443'),
      detail: { reason: 'http-port', registry: 'registry.lan:8443' },
    });
  });

  it.each(['a b', 'evil/..', 'user@host', '', '"><script>'])('sends nobody to the host %j', async (host) => {
    const answer = await ask(await start(8443), 'GET /', host);
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).not.toContain('Location');
  });

  it('sends nobody elsewhere by his path', async () => {
    expect(await ask(await start(8443), 'GET http://evil.example/')).not.toContain('Location');
    expect(
      await ask(
        await Promise.resolve(`http://127.0.0.1:${(server.address() as { port: number }).port}`),
        'GET //evil.example/',
      ),
    ).toContain('Location: https://registry.lan:8443//evil.example/');
  });
});
