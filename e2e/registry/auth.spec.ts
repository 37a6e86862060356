import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { header, json, send } from '../support/http.ts';
import { imageOf } from '../support/images.ts';
import { errorOf, registryAt } from '../support/registry.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { adminName, adminPassword } from '../support/server.ts';
import { accessOf, basic, bearer, parseChallenge, requestToken } from '../support/tokens.ts';

const name = 'acme/auth';
const admin = { user: adminName, password: adminPassword };

describe('token authentication', () => {
  let scene: Scene;
  let url: string;

  beforeAll(async () => {
    scene = await openScene();
    url = scene.server.url;
    await (await scene.registryFor(name)).pushImage(name, 'v1', imageOf({ seed: 'auth', layers: [500] }));
  });
  afterAll(() => scene?.close());

  function postToken(form: Record<string, string>) {
    return send(`${url}/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    });
  }

  describe('challenge', () => {
    it('asks for a bearer token at /v2/', async () => {
      const answer = await send(`${url}/v2/`);
      expect(errorOf(answer)).toMatchObject({ status: 401, code: 'UNAUTHORIZED' });
      expect(header(answer, 'docker-distribution-api-version')).toBe('registry/2.0');
      expect(parseChallenge(answer)).toMatchObject({ scheme: 'Bearer', realm: `${url}/token` });
    });

    it.each([
      ['GET', `/v2/${name}/manifests/v1`, 'pull'],
      ['HEAD', `/v2/${name}/manifests/v1`, 'pull'],
      ['GET', `/v2/${name}/tags/list`, 'pull'],
      ['POST', `/v2/${name}/blobs/uploads/`, 'push'],
      ['PUT', `/v2/${name}/manifests/v2`, 'push'],
      ['DELETE', `/v2/${name}/manifests/v1`, 'delete'],
    ])('names the scope that %s %s needs', async (method, path, action) => {
      const answer = await send(`${url}${path}`, { method });
      expect(answer.status).toBe(401);
      const [type, repository, actions] = String(parseChallenge(answer).scope).split(':');
      expect([type, repository]).toEqual(['repository', name]);
      expect(String(actions).split(',')).toContain(action);
    });

    it('has the host by which the client came', async () => {
      const host = `localhost:${scene.server.port}`;
      const answer = await send(`${url}/v2/`, { headers: { host } });
      expect(parseChallenge(answer).realm).toBe(`http://${host}/token`);
    });

    it('leads a client to what it wants, step by step', async () => {
      const path = `/v2/${name}/manifests/v1`;
      const challenge = parseChallenge(await send(`${url}${path}`));
      const query = new URLSearchParams({ service: challenge.service, scope: String(challenge.scope) });
      const granted = await send(`${challenge.realm}?${query}`, { headers: { authorization: basic(admin) } });
      const { token } = json<{ token: string }>(granted);
      expect((await send(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    });
  });

  describe('GET /token', () => {
    it('gives a token under both names, with its life', async () => {
      const answer = await requestToken(url, [`repository:${name}:pull`], admin);
      expect(answer.status).toBe(200);
      const body = json<{ token: string; access_token: string; expires_in: number; issued_at: string }>(answer);
      expect(body.access_token).toBe(body.token);
      expect(body.expires_in).toBeGreaterThanOrEqual(60);
      expect(Math.abs(Date.parse(body.issued_at) - Date.now())).toBeLessThan(120_000);
      expect(header(answer, 'cache-control')).toContain('no-store');
    });

    it('takes several scopes, repeated or in one, and none for a login', async () => {
      const both = (text: string) =>
        accessOf(text)
          .map((each) => each.name)
          .sort();
      const repeated = await bearer(url, [`repository:${name}:pull`, 'repository:acme/b:push'], admin);
      expect(both(repeated)).toEqual(['acme/b', name].sort());
      const joined = await bearer(url, [`repository:${name}:pull repository:acme/b:push`], admin);
      expect(both(joined)).toEqual(['acme/b', name].sort());
      const login = await bearer(url, [], admin);
      expect((await registryAt(url, login).get('/')).status).toBe(200);
    });

    it('refuses a wrong password and an unknown user alike', async () => {
      const wrong = await requestToken(url, [], { user: adminName, password: 'wrong' });
      const unknown = await requestToken(url, [], { user: 'nobody', password: 'wrong' });
      for (const answer of [wrong, unknown]) {
        expect(errorOf(answer)).toMatchObject({ status: 401, code: 'UNAUTHORIZED' });
      }
      const withoutId = (answer: typeof wrong) => errorOf(answer).message.replace(/R(?:-\w{4}){3}/, '<refusal>');
      expect(withoutId(wrong)).toBe(withoutId(unknown));
      await bearer(url, [], admin);
    });

    it.each(['repository', 'repository:acme', `repository:UPPER/x:pull`, 'what:ever:*', `repository:${name}:`, '::::'])(
      'gives nothing for the scope %s',
      async (scope) => {
        const answer = await requestToken(url, [scope], scene.login);
        expect([200, 400]).toContain(answer.status);
        if (answer.status !== 200) return;
        const granted = accessOf(`Bearer ${json<{ token: string }>(answer).token}`);
        expect(granted.flatMap((each) => each.actions)).toEqual([]);
      },
    );
  });

  describe('POST /token (OAuth2, as containerd does)', () => {
    const form = {
      grant_type: 'password',
      service: 'wharf',
      client_id: 'containerd-client',
      scope: `repository:${name}:pull`,
    };

    it('gives a token for a right password', async () => {
      const answer = await postToken({ ...form, username: adminName, password: adminPassword });
      expect(answer.status).toBe(200);
      const { access_token: token } = json<{ access_token: string }>(answer);
      expect((await registryAt(url, `Bearer ${token}`).get(`/${name}/manifests/v1`)).status).toBe(200);
    });

    it.each([
      ['no credentials', form],
      ['a refresh token that it never gave', { ...form, grant_type: 'refresh_token', refresh_token: 'x' }],
      ['a grant that it does not offer', { ...form, grant_type: 'client_credentials' }],
      ['an empty form', {}],
    ])('answers 4xx to %s, never an anonymous token', async (_, fields) => {
      const answer = await postToken(fields as Record<string, string>);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(answer.body.toString()).not.toMatch(/"(access_)?token"/);
    });

    it('refuses a wrong password', async () => {
      expect((await postToken({ ...form, username: adminName, password: 'wrong' })).status).toBe(401);
      await bearer(url, [], admin);
    });
  });

  describe('credentials that do not hold', () => {
    function encoded(part: object): string {
      return Buffer.from(JSON.stringify(part)).toString('base64url');
    }
    async function tampered(): Promise<string> {
      const [head, payload, signature] = (await bearer(url, [`repository:${name}:pull`], scene.login))
        .slice(7)
        .split('.');
      const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString());
      return [
        head,
        encoded({ ...claims, access: [{ type: 'repository', name, actions: ['delete'] }] }),
        signature,
      ].join('.');
    }
    const access = [{ type: 'repository', name, actions: ['pull'] }];

    it.each([
      ['a token that is none', async () => 'Bearer nonsense'],
      ['an empty token', async () => 'Bearer '],
      ['an unsigned token', async () => `Bearer ${encoded({ alg: 'none' })}.${encoded({ access, exp: 9e9 })}.`],
      ['a token with other claims under the old signature', async () => `Bearer ${await tampered()}`],
      ['Basic that is no base64', async () => 'Basic !!!'],
      ['Basic without a colon', async () => `Basic ${Buffer.from('admin').toString('base64')}`],
      ['a scheme that it does not know', async () => 'Negotiate abc'],
    ])('refuses %s', async (_, authorization) => {
      const headers = { authorization: await authorization() };
      const answer = await send(`${url}/v2/${name}/manifests/v1`, { headers });
      expect(errorOf(answer)).toMatchObject({ status: 401, code: 'UNAUTHORIZED' });
      expect(parseChallenge(answer).realm).toBe(`${url}/token`);
    });

    it('tells a client with a token for something else to get another one', async () => {
      const authorization = await bearer(url, ['repository:acme/else:pull'], scene.login);
      const answer = await send(`${url}/v2/${name}/manifests/v1`, { headers: { authorization } });
      expect(answer.status).toBe(401);
      expect(parseChallenge(answer)).toMatchObject({ scope: `repository:${name}:pull`, error: 'insufficient_scope' });
    });
  });

  it('takes Basic on the data path', async () => {
    const registry = registryAt(url, basic(admin));
    expect((await registry.get('/')).status).toBe(200);
    expect((await registry.get(`/${name}/manifests/v1`)).status).toBe(200);
  });

  describe('temporary login', () => {
    it('works for token and Basic until it is revoked', async () => {
      const login = await scene.console.createLogin();
      expect(login.registryHost).toBe(scene.server.host);
      await bearer(url, [`repository:${name}:pull`], login);
      expect((await registryAt(url, basic(login)).get(`/${name}/manifests/v1`)).status).toBe(200);
      await scene.console.removeLogin(login.id);
      expect((await requestToken(url, [`repository:${name}:pull`], login)).status).toBe(401);
      expect((await registryAt(url, basic(login)).get(`/${name}/manifests/v1`)).status).toBe(401);
    });

    it('shows its password once', async () => {
      const login = await scene.console.createLogin();
      const listed = await scene.console.request('GET', '/login-commands');
      expect(listed.body.toString()).toContain(login.user);
      expect(listed.body.toString()).not.toContain(login.password);
      expect(scene.server.log()).not.toContain(login.password);
    });
  });

  it('writes no secret into its log', () => {
    expect(scene.server.log()).not.toContain(adminPassword);
    expect(scene.server.log()).not.toMatch(/eyJ[\w-]+\.eyJ/);
    expect(scene.server.log()).not.toContain(scene.login.password);
  });
});

describe('guessing', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  });
  afterAll(() => scene?.close());

  it('is slowed down with TOOMANYREQUESTS and a time to wait', async () => {
    const guess = (index: number) =>
      requestToken(scene.server.url, [], { user: adminName, password: `guess ${index}` });
    let answer = await guess(0);
    for (let index = 1; index < 12 && answer.status === 401; index += 1) answer = await guess(index);
    expect(errorOf(answer)).toMatchObject({ status: 429, code: 'TOOMANYREQUESTS' });
    expect(Number(header(answer, 'retry-after'))).toBeGreaterThan(0);
  });
});
