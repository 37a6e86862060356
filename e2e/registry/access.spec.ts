import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../support/bytes.ts';
import type { Level } from '../support/console-api.ts';
import type { Answer } from '../support/http.ts';
import { imageOf, manifestOf } from '../support/images.ts';
import { digestHeader, errorOf, octets, type Registry, registryAt } from '../support/registry.ts';
import { databases, openScene, type Scene } from '../support/scene.ts';
import { accessOf, basic, bearer, type Credentials, parseChallenge } from '../support/tokens.ts';

const name = 'acme/app';
const secret = 'secret/app';

describe.each(databases)('who may do what (%s)', (database) => {
  let scene: Scene;
  let url: string;
  const image = imageOf({ seed: 'access', layers: [700] });
  const hidden = imageOf({ seed: 'access/hidden', layers: [800] });
  const users: Record<string, Credentials> = {};

  beforeAll(async () => {
    scene = await openScene({ database, organizations: ['acme', 'secret'] });
    url = scene.server.url;
    const registry = await scene.registryFor(name, secret);
    await registry.pushImage(name, 'v1', image);
    await registry.pushImage(secret, 'v1', hidden);
    for (const level of ['read', 'edit', 'manage', 'none'] as const) {
      const credentials = { user: `user-${level}`, password: 'a long enough password' };
      users[level] = credentials;
      const id = await scene.console.createUser(credentials.user, credentials.password);
      if (level !== 'none') await scene.console.grant('acme', id, level);
    }
  });
  afterAll(() => scene?.close());

  function userOf(level: Level | 'none'): Credentials {
    const user = users[level];
    if (!user) throw new Error(`no user for ${level}`);
    return user;
  }
  async function tokenOf(level: Level | 'none', ...names: string[]): Promise<Registry> {
    const scopes = names.map((each) => `repository:${each}:pull,push,delete`);
    return registryAt(url, await bearer(url, scopes, userOf(level)));
  }
  function expectDenied(answer: Answer, statuses = [401, 403]): void {
    expect(statuses, answer.body.toString()).toContain(answer.status);
    expect(errorOf(answer).code).toBe(answer.status === 401 ? 'UNAUTHORIZED' : 'DENIED');
  }

  it.each([
    ['read', ['pull']],
    ['edit', ['pull', 'push']],
    ['manage', ['delete', 'pull', 'push']],
    ['none', []],
  ] as const)('reduces the scopes of %s to what he may', async (level, actions) => {
    const token = await bearer(url, [`repository:${name}:pull,push,delete`], userOf(level));
    expect(
      accessOf(token)
        .flatMap((each) => each.actions)
        .sort(),
    ).toEqual(actions);
  });

  describe.each(['token', 'basic'])('levels on the data path, by %s', (way) => {
    async function as(level: Level | 'none', ...names: string[]): Promise<Registry> {
      return way === 'token' ? tokenOf(level, name, secret, ...names) : registryAt(url, basic(userOf(level)));
    }

    it('read pulls, and neither pushes nor deletes', async () => {
      const registry = await as('read');
      expect((await registry.get(`/${name}/manifests/v1`)).status).toBe(200);
      expect((await registry.get(`/${name}/blobs/${image.config.descriptor.digest}`)).status).toBe(200);
      expect((await registry.get(`/${name}/tags/list`)).status).toBe(200);
      expectDenied(await registry.call('POST', `/${name}/blobs/uploads/`));
      expectDenied(await registry.putManifest(name, 'read', image.manifest));
      expectDenied(await registry.call('DELETE', `/${name}/manifests/v1`));
      expectDenied(await registry.call('DELETE', `/${name}/blobs/${image.config.descriptor.digest}`));
      expect((await registry.get(`/${name}/manifests/v1`)).status).toBe(200);
    });

    it('edit pushes, and does not delete', async () => {
      const registry = await as('edit');
      const manifest = manifestOf(image.config, image.layers, { annotations: { by: `edit ${way}` } });
      expect((await registry.putManifest(name, `edit-${way}`, manifest)).status).toBe(201);
      expectDenied(await registry.call('DELETE', `/${name}/manifests/edit-${way}`));
    });

    it('manage deletes', async () => {
      const registry = await as('manage');
      expect((await registry.putManifest(name, `manage-${way}`, image.manifest)).status).toBe(201);
      expect((await registry.call('DELETE', `/${name}/manifests/manage-${way}`)).status).toBe(202);
    });

    it('pull of what is hidden and of what is not there look alike', async () => {
      const registry = await as('none', 'secret/not-there', 'nowhere/app');
      const ask = async (repository: string) => {
        const answer = await registry.get(`/${repository}/manifests/v1`);
        const { status, code, message, detail } = errorOf(answer);
        const challenge = status === 401 ? parseChallenge(answer) : undefined;
        return JSON.stringify({ status, code, message, detail, challenge })
          .replaceAll(/R(?:-\w{4}){3}/g, '<refusal>')
          .replaceAll(repository, '<name>')
          .replaceAll(repository.split('/')[0] ?? '', '<organization>');
      };
      const hiddenOne = await ask(secret);
      expect(await ask('secret/not-there')).toBe(hiddenOne);
      expect(await ask('nowhere/app')).toBe(hiddenOne);
    });

    it('a mount from a hidden repository answers as if the blob were not there', async () => {
      const registry = await as('edit');
      const digest = hidden.layers[0]?.descriptor.digest ?? sha256('');
      const answer = await registry.call('POST', `/${name}/blobs/uploads/?mount=${digest}&from=${secret}`);
      expect(answer.status).toBe(202);
      expect((await registry.head(`/${name}/blobs/${digest}`)).status).toBe(404);
    });

    it('a manifest cannot reach a blob of a hidden repository', async () => {
      const registry = await as('edit');
      const answer = await registry.putManifest(name, 'theft', manifestOf(image.config, hidden.layers));
      expect(errorOf(answer).code).toBe('MANIFEST_BLOB_UNKNOWN');
    });

    it('a push to an organization that is not there says so, and who can create it', async () => {
      const registry = await as('edit', 'nowhere/app');
      const refusal = errorOf(await registry.call('POST', '/nowhere/app/blobs/uploads/'));
      expect(refusal).toMatchObject({ status: 403, code: 'DENIED' });
      expect(refusal.message).toContain('nowhere');
      expect(JSON.stringify(refusal)).toMatch(/creat/i);
    });
  });

  it('says why it denies', async () => {
    const registry = registryAt(url, basic(userOf('read')));
    const refusal = errorOf(await registry.call('POST', `/${name}/blobs/uploads/`));
    expect(refusal).toMatchObject({ status: 403, code: 'DENIED' });
    expect(refusal.detail.reason).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('a level that was taken away no longer gives a token', async () => {
    const user = { user: 'for-a-while', password: 'a long enough password' };
    const id = await scene.console.createUser(user.user, user.password);
    const grant = await scene.console.grant('acme', id, 'edit');
    const actions = async () =>
      accessOf(await bearer(url, [`repository:${name}:pull,push`], user)).flatMap((each) => each.actions);
    expect((await actions()).sort()).toEqual(['pull', 'push']);
    expect((await scene.console.request('DELETE', `/organizations/acme/grants/${grant}`)).status).toBe(204);
    expect(await actions()).toEqual([]);
  });

  it('a disabled user gets no token', async () => {
    const user = { user: 'to-be-disabled', password: 'a long enough password' };
    const id = await scene.console.createUser(user.user, user.password);
    await bearer(url, [], user);
    expect((await scene.console.request('PATCH', `/users/${id}`, { disabled: true })).status).toBe(200);
    await expect(bearer(url, [], user)).rejects.toThrow('no token: 401');
    await bearer(url, [], scene.login);
  });

  describe('public repository', () => {
    const open = 'acme/open';
    beforeAll(async () => {
      await (await scene.registryFor(open)).pushImage(open, 'v1', image);
      await scene.console.setVisibility('acme', 'open', 'public');
    });

    it('is pulled with an anonymous token', async () => {
      const registry = registryAt(url, await bearer(url, [`repository:${open}:pull`]));
      const pulled = await registry.get(`/${open}/manifests/v1`);
      expect(digestHeader(pulled)).toBe(image.manifest.descriptor.digest);
      for (const { descriptor, bytes } of image.layers) {
        expect((await registry.get(`/${open}/blobs/${descriptor.digest}`)).body.equals(bytes)).toBe(true);
      }
      expect((await registry.get(`/${open}/tags/list`)).status).toBe(200);
    });

    it('is pulled by a user without a grant', async () => {
      expect((await (await tokenOf('none', open)).get(`/${open}/manifests/v1`)).status).toBe(200);
    });

    it('takes no push from nobody', async () => {
      const token = await bearer(url, [`repository:${open}:pull,push,delete`]);
      expect(accessOf(token).flatMap((each) => each.actions)).toEqual(['pull']);
      const registry = registryAt(url, token);
      expectDenied(await registry.call('POST', `/${open}/blobs/uploads/`), [401]);
      expectDenied(
        await registry.call('POST', `/${open}/blobs/uploads/?digest=${sha256('x')}`, { body: 'x', headers: octets }),
        [401],
      );
      expectDenied(await registry.call('DELETE', `/${open}/manifests/v1`), [401]);
    });

    it('opens nothing else to nobody', async () => {
      const token = await bearer(url, [`repository:${name}:pull`]);
      expect(accessOf(token).flatMap((each) => each.actions)).toEqual([]);
      expectDenied(await registryAt(url, token).get(`/${name}/manifests/v1`), [401]);
    });

    it('is closed to a new token once it is private again', async () => {
      await scene.console.setVisibility('acme', 'open', 'private');
      expect(accessOf(await bearer(url, [`repository:${open}:pull`])).flatMap((each) => each.actions)).toEqual([]);
    });
  });
});
