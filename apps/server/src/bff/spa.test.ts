import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleServer, startConsoleServer } from './testing/console-server.ts';

let folder: string;
let server: ConsoleServer;
const script = 'console.log("a script long enough to be worth it")';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wharf-console-'));
  await mkdir(path.join(folder, 'dist', 'assets'), { recursive: true });
  await writeFile(path.join(folder, 'secret.txt'), 'outside');
  await writeFile(path.join(folder, 'dist', 'wharf.svg'), '<svg/>');
  await writeFile(path.join(folder, 'dist', 'assets', 'main-abc.js'), script);
  await writeFile(path.join(folder, 'dist', 'assets', 'main-abc.js.gz'), gzipSync(script));
  await writeFile(path.join(folder, 'dist', 'assets', 'plain-abc.css'), 'a{}');
  await writeFile(
    path.join(folder, 'dist', 'index.html'),
    '<meta name="csp-nonce" content="__WHARF_NONCE__"><script nonce="__WHARF_NONCE__"></script>',
  );
  server = await startConsoleServer({ consoleFolder: path.join(folder, 'dist') });
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const get = (address: string, headers: Record<string, string> = {}) =>
  server.visitor().send('GET', address, { headers: { accept: 'text/html', ...headers } });

/** As written on the wire: fetch would normalise the path. */
function getRaw(address: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    request({ hostname, port, path: address, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    })
      .on('error', reject)
      .end();
  });
}

describe('the page', () => {
  it.each(['/', '/organizations/team', '/images/team/web/tags/v1.2.3', '/index.html', '/assetsnot'])(
    'is served at %s with a nonce of its own in policy and page',
    async (address) => {
      const [one, two] = [await get(address), await get(address)];
      expect([one.status, one.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      const nonce = /'nonce-([^']+)'/.exec(one.headers.get('content-security-policy') ?? '')?.[1] ?? '';
      expect(nonce).toMatch(/^[A-Za-z0-9+/]{24}$/);
      expect(one.text).toBe(`<meta name="csp-nonce" content="${nonce}"><script nonce="${nonce}"></script>`);
      expect(two.text).not.toBe(one.text);
      expect(one.headers.get('cache-control')).toBe('no-store');
    },
  );

  it('may run its own scripts only, and stands in no frame', async () => {
    const policy = Object.fromEntries(
      ((await get('/')).headers.get('content-security-policy') ?? '').split('; ').map((part) => {
        const [name = '', ...values] = part.split(' ');
        return [name, values.join(' ')];
      }),
    );
    expect(policy['default-src']).toBe("'none'");
    expect(policy['script-src']).toMatch(/^'nonce-[^']+' 'strict-dynamic'$/);
    expect(policy['style-src']).not.toContain('unsafe-inline');
    expect(policy['frame-ancestors']).toBe("'none'");
  });

  it.each(['/api/organizations', '/api', '/v2/x', '/assets/gone-abc.js'])('is not served at %s', async (address) => {
    const { status, text } = await get(address);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(text).not.toContain('script');
  });

  it('is no answer to who wants no page, or sends something', async () => {
    expect((await get('/favicon.ico', { accept: 'image/png' })).status).toBe(404);
    expect((await server.visitor().send('POST', '/organizations')).status).toBe(404);
  });
});

describe('assets', () => {
  it('are cached for ever, compressed where the client takes it', async () => {
    const plain = await get('/assets/main-abc.js', { 'accept-encoding': 'identity' });
    expect([plain.text, plain.headers.get('content-encoding')]).toEqual([script, null]);
    const packed = await get('/assets/main-abc.js', { 'accept-encoding': 'gzip' });
    expect([packed.text, packed.headers.get('content-encoding')]).toEqual([script, 'gzip']);
    for (const { headers } of [plain, packed]) {
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8');
      expect(headers.get('vary')).toContain('Accept-Encoding');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect((await get('/assets/plain-abc.css', { 'accept-encoding': 'gzip, br' })).text).toBe('a{}');
  });

  it('beside them are asked for again', async () => {
    expect((await get('/wharf.svg')).headers.get('cache-control')).toBe('no-cache');
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
  ])('never come from outside of the folder: %s', async (address) => {
    expect((await getRaw(address)).text).not.toContain('outside');
  });
});

it('says how to build the console while it is not built', async () => {
  const bare = await startConsoleServer({ consoleFolder: path.join(folder, 'nowhere') });
  const { status, text } = await bare.visitor().send('GET', '/');
  await bare.stop();
  expect(status).toBe(503);
  expect(text).toContain('npm run build');
});
