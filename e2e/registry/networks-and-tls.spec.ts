import { mkdir, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkplace, type Workplace } from '../support/command.ts';
import { json, send } from '../support/http.ts';
import { imageOf } from '../support/images.ts';
import { writeLayout } from '../support/layout.ts';
import { openScene, type Scene } from '../support/scene.ts';

const terms = { host: null, actions: 'push-pull', blobReads: 'redirect' };
const open = { ...terms, publicAccess: 'everyone', allowList: [] };

describe('real clients over https', () => {
  let scene: Scene;
  let place: Workplace;
  let host: string;
  let httpPort: number;
  let trust: string[];

  beforeAll(async () => {
    httpPort = await freePort();
    scene = await openScene({ env: { WHARF_TLS: 'self-signed', WHARF_HTTP_PORT: String(httpPort) } });
    place = await createWorkplace();
    host = scene.server.host;
    await writeLayout(place.path('image'), 'v1', imageOf({ seed: 'tls' }));
    await mkdir(place.path('certs'));
    const certificate = await send(`${scene.server.url}/api/certificate`);
    await writeFile(place.path('certs', 'ca.crt'), certificate.body);
    trust = ['--cert-dir', place.path('certs')];
  });
  afterAll(async () => {
    await place?.close();
    await scene?.close();
  });

  const setDefaultRule = async (rule: object) => {
    const answer = await scene.console.request('PUT', '/network/default-rule', rule);
    expect(answer.status, answer.body.toString()).toBe(200);
  };
  const push = (name: string, registry = host) =>
    place.attempt('skopeo', [
      ...['copy', '--dest-cert-dir', place.path('certs'), `oci:${place.path('image')}:v1`],
      `docker://${registry}/acme/${name}:v1`,
    ]);
  const pull = (name: string) =>
    place.attempt('skopeo', [
      ...['copy', '--src-cert-dir', place.path('certs'), `docker://${host}/acme/${name}:v1`],
      `dir:${place.path('pulled')}`,
    ]);

  it('refuse the server until they are given its certificate, then log in, push and pull', async () => {
    const { user, password } = scene.login;
    const login = ['login', '--username', user, '--password-stdin'];
    const stranger = await place.attempt('skopeo', [...login, host], password);
    expect(stranger.code).not.toBe(0);
    expect(stranger.output).toContain('x509');
    expect((await place.attempt('skopeo', [...login, ...trust, host], password)).output).toContain('Login Succeeded');
    expect(await push('web')).toMatchObject({ code: 0 });
    expect(await pull('web')).toMatchObject({ code: 0 });
  });

  it('are told by the port of https to speak it, and not just cut off', async () => {
    const { stdout } = await place.run('curl', ['-sS', '-w', '\n%{http_code}', `http://${host}/v2/`]);
    const [body = '', status] = stdout.split('\n');
    expect(status).toBe('400');
    expect(JSON.parse(body).errors[0].message).toContain('client sent an HTTP request to an HTTPS server');
  });

  it('are told by the port of plain http where to go; browsers are sent there', async () => {
    const plain = `127.0.0.1:${httpPort}`;
    const refused = await place.attempt('skopeo', ['inspect', '--tls-verify=false', `docker://${plain}/acme/web:v1`]);
    expect(refused.output).toContain('400 (Bad Request)');
    const told = await send(`http://${plain}/v2/acme/web/manifests/v1`);
    expect(json(told)).toMatchObject({ errors: [{ message: expect.stringContaining(host) }] });
    const sent = await send(`http://${plain}/overview`);
    expect([sent.status, sent.headers.location]).toEqual([308, `${scene.server.url}/overview`]);
    const page = await send(scene.server.url, { headers: { accept: 'text/html' } });
    // A browser that was told so could not be made to go on past its warning.
    expect([page.status, page.headers['strict-transport-security']]).toEqual([200, undefined]);
  });

  it('are told the address seen, and what to do, where their network may not come', async () => {
    await setDefaultRule({
      ...open,
      publicAccess: 'listed',
      allowList: [{ range: '203.0.113.0/24', description: '' }],
    });
    const { user, password } = scene.login;
    for (const { code, output } of [await push('web'), await pull('web')]) {
      expect(code).not.toBe(0);
      expect(output).toContain('127.0.0.1 is in no network that may use this server');
      expect(output).toContain('system administrator');
    }
    for (const client of ['skopeo', 'podman']) {
      const login = ['login', ...trust, '--username', user, '--password-stdin', host];
      expect((await place.attempt(client, login, password)).output).toMatch(/403 \(Forbidden\)|denied:/);
    }
    // The operator at the machine can still put it right.
    await setDefaultRule(open);
    const after = await pull('web');
    expect(after.code, after.output).toBe(0);
  });

  it('push, but do not pull where that is all that their network is for', async () => {
    const rule = { ...terms, name: 'build', description: '', ranges: ['127.0.0.0/8'], enabled: true, actions: 'push' };
    const made = await scene.console.request('POST', '/network-rules', rule);
    expect(made.status, made.body.toString()).toBe(201);
    expect(await push('built')).toMatchObject({ code: 0 });
    const refused = await pull('built');
    expect(refused.code).not.toBe(0);
    expect(refused.output).toMatch(
      /build.* \(127\.0\.0\.0\/8\), by which your address 127\.0\.0\.1 comes in, is for pushing only/,
    );
    const { id } = json<{ id: string }>(made);
    expect((await scene.console.request('DELETE', `/network-rules/${id}`)).status).toBe(204);
    const after = await pull('built');
    expect(after.code, after.output).toBe(0);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
