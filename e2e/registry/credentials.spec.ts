import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkplace, type Workplace } from '../support/command.ts';
import type { ConsoleApi } from '../support/console-api.ts';
import { json, send } from '../support/http.ts';
import { imageOf } from '../support/images.ts';
import { errorOf } from '../support/registry.ts';
import { databases, openScene, type Scene } from '../support/scene.ts';
import { adminName, adminPassword, startServer, type WharfServer } from '../support/server.ts';
import { bearer, type Credentials, requestToken } from '../support/tokens.ts';

const name = 'acme/app';
const noTls = '--tls-verify=false';
const refused = /unauthorized|invalid username\/password/;

/** An access key of the administrator; its login key as the console and a shell compute it. */
async function createAccessKey(console: ConsoleApi): Promise<Credentials & { id: string }> {
  const { id, secret } = json<{ id: string; secret: string }>(await console.request('POST', '/access-keys'));
  return { id, user: id, password: createHmac('sha256', secret).update(id).digest('hex') };
}

describe.each(databases)('revoked credentials on %s', (database) => {
  let scene: Scene;
  let second: WharfServer | undefined;
  let place: Workplace;
  let nodes: string[];

  beforeAll(async () => {
    // Two processes share SQLite; two nodes share PostgreSQL and the folder.
    const env = { WHARF_PROCESSES: database === 'sqlite' ? '2' : '1' };
    [scene, place] = await Promise.all([openScene({ database, env }), createWorkplace()]);
    if (database === 'postgres') {
      const { DATABASE_URL = '', WHARF_DATA = '' } = scene.server.settings();
      second = await startServer({ databaseUrl: DATABASE_URL, env: { WHARF_DATA } });
    }
    nodes = [scene.server.url, second?.url ?? scene.server.url, scene.server.url, second?.url ?? scene.server.url];
    await (await scene.registryFor(name)).pushImage(name, 'v1', imageOf({ seed: 'credentials', layers: [500] }));
  });
  afterAll(async () => {
    await place?.close();
    await second?.close();
    await scene?.close();
  });

  const pull = async (url: string, authorization: string) =>
    (await send(`${url}/v2/${name}/manifests/v1`, { headers: { authorization } })).status;
  const tokenOf = (login: Credentials) => bearer(scene.server.url, [`repository:${name}:pull`], login);
  /** Each request comes by a connection of its own, so every process is asked. */
  const statuses = async (token: string) => [...new Set(await Promise.all(nodes.map((url) => pull(url, token))))];
  const ended = (token: string) => expect.poll(() => statuses(token), { timeout: 5_000, interval: 100 }).toEqual([401]);
  const askedWith = async (login: Credentials) => errorOf(await requestToken(scene.server.url, [], login));

  it('stop pulls with their tokens everywhere within five seconds, and others go on', async () => {
    const { console } = scene;
    const [login, key] = [await console.createLogin(), await createAccessKey(console)];
    const [ofLogin, ofKey] = [await tokenOf(login), await tokenOf(key)];
    expect([await statuses(ofLogin), await statuses(ofKey)]).toEqual([[200], [200]]);
    await console.removeLogin(login.id);
    await ended(ofLogin);
    expect(await statuses(ofKey)).toEqual([200]);
    await console.request('PATCH', `/access-keys/${key.id}`, { disabled: true });
    await ended(ofKey);
    expect(await askedWith(key)).toMatchObject({ status: 401, detail: { reason: 'key-disabled' } });
    // Enabled again, it gets tokens that hold everywhere at once; the old one stays dead.
    await console.request('PATCH', `/access-keys/${key.id}`, { disabled: false });
    expect(await statuses(await tokenOf(key))).toEqual([200]);
    expect(await statuses(ofKey)).toEqual([401]);
    await console.request('DELETE', `/access-keys/${key.id}`);
    expect(await askedWith(key)).toMatchObject({ status: 401, detail: { reason: 'key-unknown-or-wrong' } });
  });

  it.each(['temporary login', 'access key'])('are refused to the clients that logged in by %s', async (kind) => {
    const { console, server } = scene;
    const access = kind === 'access key';
    const login = access ? await createAccessKey(console) : await console.createLogin();
    const image = `${server.host}/${name}:v1`;
    const options = ['login', noTls, '--username', login.user, '--password-stdin', server.host];
    await place.run('skopeo', options, login.password);
    await place.skopeo('inspect', noTls, `docker://${image}`);
    await place.run('podman', options, login.password);
    await place.podman('pull', '--quiet', noTls, image);
    await (access ? console.request('DELETE', `/access-keys/${login.id}`) : console.removeLogin(login.id));
    expect((await place.attempt('skopeo', ['inspect', noTls, `docker://${image}`])).output).toMatch(refused);
    await expect(place.podman('pull', '--quiet', noTls, image)).rejects.toThrow(refused);
    expect((await place.attempt('skopeo', options, login.password)).output).toMatch(refused);
    // Gives back what podman has mounted, so that its folder can be removed.
    await place.podman('rmi', '--all', '--force');
  });

  it('are all of a user who signs out everywhere, and he may come again at once', async () => {
    const admin = { user: adminName, password: adminPassword };
    const before = await tokenOf(admin);
    expect(await statuses(before)).toEqual([200]);
    expect((await scene.console.request('DELETE', '/sessions')).status).toBe(204);
    expect(await statuses(await tokenOf(admin))).toEqual([200]);
    await ended(before);
  });
});
