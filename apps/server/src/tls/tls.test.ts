import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Config, configSchema } from '../config.ts';
import { createListener } from '../listener.ts';
import { createOrigins } from '../origin.ts';
import { closed, listening } from '../testing/listening.ts';
import { isFor, readCertificate } from './certificate.ts';
import { makeCertificate } from './make-certificate.ts';
import { ensureSelfSigned } from './self-signed.ts';
import { startTls, type Tls } from './tls.ts';

let folder: string;
const ends: (() => Promise<unknown>)[] = [];
let logged: { level: string; facts: Record<string, unknown>; message: string }[] = [];
const note = (level: string) => (facts: object, message: string) => {
  logged.push({ level, facts: { ...facts }, message });
};
const log = { info: note('info'), warn: note('warn'), error: note('error') };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wharf-tls-'));
  logged = [];
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await rm(folder, { recursive: true });
});

const configured = (more: Partial<Config>): Config => ({ ...configSchema.parse({ data: folder }), ...more });

async function start(config: Config): Promise<Tls> {
  const tls = await startTls(config, log, () => new Date());
  if (!tls) throw new Error('no TLS');
  ends.push(() => tls.stop());
  return tls;
}

/** The real listener; it answers with the origin that it sees. */
async function serve(tls: Tls): Promise<number> {
  const { originOf } = createOrigins({ publicUrl: undefined, trustedProxies: [], listeningAt: () => '' });
  const answer = (req: Parameters<typeof originOf>[0], res: { end(text: string): void }) => res.end(originOf(req).url);
  const server = createListener({ registry: answer, token: answer, app: answer }, tls);
  await listening(server);
  ends.push(() => closed(server));
  return (server.address() as AddressInfo).port;
}

async function handshake(port: number, options: object = {}): Promise<TLSSocket> {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
  await once(socket, 'secureConnect');
  return socket;
}

async function fingerprintAt(port: number): Promise<string> {
  const socket = await handshake(port);
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

describe('a self-signed certificate', () => {
  it('is trusted by whoever is given it, for all names of the machine', async () => {
    const tls = await start(configured({ tls: 'self-signed', tlsNames: ['registry.lan', '10.9.8.7'] }));
    const port = await serve(tls);
    const { pem, selfSigned, names, fingerprint } = tls.certificate();
    expect(selfSigned).toBe(true);
    expect(names).toEqual(expect.arrayContaining(['registry.lan', '10.9.8.7', 'localhost', '127.0.0.1', '::1']));
    expect(await fingerprintAt(port)).toBe(fingerprint);
    const said = await new Promise<string>((resolve, reject) => {
      const sent = request(`https://127.0.0.1:${port}/v2/`, { ca: pem, agent: false }, async (response) => {
        resolve(Buffer.concat(await response.toArray()).toString());
      });
      sent.on('error', reject).end();
    });
    expect(said).toBe(`https://127.0.0.1:${port}`);
    for (const name of ['localhost', 'registry.lan']) {
      const socket = await handshake(port, { ca: pem, servername: name, rejectUnauthorized: true });
      expect(socket.authorized).toBe(true);
      socket.destroy();
    }
    await expect(handshake(port, { rejectUnauthorized: true })).rejects.toThrow(/self-signed/);
    expect(pem).not.toContain('PRIVATE');
  });

  it('stays until it lacks a name or is about to expire, and is one for all processes', async () => {
    const config = configured({ tls: 'self-signed' });
    const now = new Date();
    const [first, second] = await Promise.all([ensureSelfSigned(config, now), ensureSelfSigned(config, now)]);
    expect(second).toEqual(first);
    expect(await ensureSelfSigned(config, now)).toEqual(first);
    const named = await ensureSelfSigned({ ...config, tlsNames: ['new.example'] }, now);
    expect([isFor(first.cert, 'new.example'), isFor(named.cert, 'new.example')]).toEqual([false, true]);
    const late = new Date(readCertificate(named.cert).expiresAt.getTime() - 29 * 24 * 60 * 60 * 1000);
    const renewed = await ensureSelfSigned(config, late);
    expect(readCertificate(renewed.cert).expiresAt.getTime()).toBeGreaterThan(late.getTime() * 1.001);
    await writeFile(join(folder, 'tls', 'self-signed.pem'), 'half of i');
    expect(readCertificate((await ensureSelfSigned(config, now)).cert).selfSigned).toBe(true);
    expect(await readdir(join(folder, 'tls'))).toEqual(['self-signed.pem']);
  });
});

describe('https', () => {
  it('speaks TLS 1.2 and 1.3 with forward secrecy, and nothing older', async () => {
    const port = await serve(await start(configured({ tls: 'self-signed' })));
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const socket = await handshake(port, { minVersion: version, maxVersion: version });
      expect([socket.getProtocol(), socket.getCipher().name]).toEqual([
        version,
        expect.stringMatching(/^(?:TLS_|ECDHE-)/),
      ]);
      socket.destroy();
    }
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
    await expect(handshake(port, old)).rejects.toThrow();
    const weak = { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA:AES128-GCM-SHA256' };
    await expect(handshake(port, weak)).rejects.toThrow();
  });

  it('answers what is no HTTP, and requests that come at once, as plain http does', async () => {
    const port = await serve(await start(configured({ tls: 'self-signed' })));
    async function exchange(text: string): Promise<string> {
      const socket = await handshake(port);
      const chunks = socket.setEncoding('utf8').toArray();
      socket.write(text);
      return (await chunks).join('');
    }
    expect(await exchange('HELLO\r\n\r\n')).toMatch(/^HTTP\/1.1 400 .*UNSUPPORTED/s);
    const two = 'GET /v2/ HTTP/1.1\r\nHost: a\r\n\r\nGET /v2/ HTTP/1.1\r\nHost: b\r\nConnection: close\r\n\r\n';
    const answers = await exchange(two);
    expect(answers.indexOf('https://a')).toBeLessThan(answers.indexOf('https://b'));
  });
});

describe('a certificate in files', () => {
  let versions = 0;
  const pairs = Promise.all(['a.example', 'b.example'].map((name) => makeCertificate([name], new Date())));

  /** As Kubernetes does it: the files are links to a folder's, the folder is a link that is swapped. */
  async function put(pair: { cert: string; key: string }): Promise<void> {
    versions += 1;
    const version = `v${versions}`;
    await mkdir(join(folder, version));
    await writeFile(join(folder, version, 'tls.crt'), pair.cert);
    await writeFile(join(folder, version, 'tls.key'), pair.key);
    await symlink(version, join(folder, 'next'));
    await rename(join(folder, 'next'), join(folder, 'now'));
  }

  it('is taken anew when links are swapped; one that does not fit is not', async () => {
    const [a = '', b = ''] = await pairs;
    await put({ cert: a, key: a });
    for (const name of ['tls.crt', 'tls.key']) await symlink(join('now', name), join(folder, name));
    const files = { tlsCert: join(folder, 'tls.crt'), tlsKey: join(folder, 'tls.key') };
    const tls = await start(configured(files));
    const port = await serve(tls);
    const open = await handshake(port);
    const [seenA, seenB] = [readCertificate(a).fingerprint, readCertificate(b).fingerprint];
    expect(await fingerprintAt(port)).toBe(seenA);

    await put({ cert: b, key: a });
    for (let time = 0; time < 3; time += 1) await tls.check();
    await rm(join(folder, 'now'));
    for (let time = 0; time < 3; time += 1) await tls.check();
    expect(await fingerprintAt(port)).toBe(seenA);
    expect(logged.map(({ level, message }) => [level, message])).toEqual(
      Array(2).fill(['error', 'the new TLS certificate cannot be used: the old one stays']),
    );

    await put({ cert: b, key: b });
    await tls.check();
    expect([await fingerprintAt(port), tls.certificate().names]).toEqual([seenB, ['b.example']]);
    expect(logged.at(-1)).toMatchObject({ level: 'info', facts: { names: ['b.example'], fingerprint: seenB } });
    expect(JSON.stringify(logged)).not.toContain('PRIVATE KEY');
    // Who was connected before goes on.
    const answer = once(open.setEncoding('utf8'), 'data');
    open.write('GET /v2/ HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
    expect(String(await answer)).toContain('https://h');
  });

  it.each([
    ['another key', 'a', 'b', /no pair/],
    ['no certificate', 'none', 'a', /no pair/],
    ['a file that is missing', undefined, 'a', /cannot be read/],
  ])('with %s ends the start in words', async (_what, cert, key, words) => {
    const [a = '', b = ''] = await pairs;
    const texts: Record<string, string> = { a, b, none: 'nothing' };
    if (cert) await writeFile(join(folder, 'cert.pem'), texts[cert] ?? '');
    await writeFile(join(folder, 'key.pem'), texts[key] ?? '');
    const files = { tlsCert: join(folder, 'cert.pem'), tlsKey: join(folder, 'key.pem') };
    await expect(startTls(configured(files), log, () => new Date())).rejects.toThrow(words);
  });

  it('is warned of once a day before it expires', async () => {
    const [a = ''] = await pairs;
    await writeFile(join(folder, 'pair.pem'), a);
    let at = readCertificate(a).expiresAt.getTime() - 10 * 24 * 60 * 60 * 1000;
    const config = configured({ tlsCert: join(folder, 'pair.pem'), tlsKey: join(folder, 'pair.pem') });
    const tls = await startTls(config, log, () => new Date(at));
    await tls?.check();
    at += 24 * 60 * 60 * 1000;
    await tls?.check();
    await tls?.stop();
    expect(logged.map(({ level }) => level)).toEqual(['warn', 'warn']);
  });
});
