import { createHash } from 'node:crypto';
import { type Operation, routes as operations, routeOf } from '@wharf/api';
import { routes } from '@wharf/registry';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requests } from './testing/authorization-requests.ts';
import { actors, apiTable, registryTable, type Verdict } from './testing/authorization-table.ts';
import { type AuthorizationWorld, createAuthorizationWorld, type Place } from './testing/authorization-world.ts';

let world: AuthorizationWorld;
let shared: Place;
beforeAll(async () => {
  world = await createAuthorizationWorld();
  shared = await world.makePlace();
  // Many passwords are hashed.
}, 60_000);
afterAll(() => world?.close());

/** An answer that is no refusal counts as let in: what was asked may fail by itself (there is no such upload). */
function verdictOf(status: number): Verdict {
  return status === 401 ? 'u' : status === 403 ? 'f' : status === 404 ? 'n' : '+';
}

// What ends the session that asks, or changes what it can do, is asked by one of its own.
const takesSession: readonly Operation[] = ['signIn', 'signOut', 'removeSession', 'signOutEverywhere'];
// Without their own thing to find, or the password, these say 404 or 401 to everybody who is let in.
const ownThing: Partial<Record<Operation, number[]>> = {
  removeSession: [404],
  getFileText: [404],
  createLayer: [404],
  changePassword: [401],
  beginSecondFactor: [401],
  confirmSecondFactor: [401, 404],
  createRecoveryCodes: [401, 404],
  removeSecondFactor: [401, 404],
  beginIdentityLink: [401],
};

describe('the API', () => {
  const names = Object.keys(operations) as Operation[];

  it('has a row for every operation, and no other', () => {
    expect(Object.keys(apiTable).sort()).toEqual([...names].sort());
    expect(Object.keys(requests).sort()).toEqual([...names].sort());
    for (const [name, row] of Object.entries(apiTable)) expect([name, row.length]).toEqual([name, actors.length]);
  });

  it.each(names)(
    '%s lets in whom the table says',
    async (operation) => {
      const expected = apiTable[operation];
      const reads = routeOf(operation).method === 'GET';
      const refusedAt = reads ? shared : await world.makePlace();
      let found = '';
      for (const [index, actor] of actors.entries()) {
        const letIn = expected[index] === '+';
        const place = reads || !letIn ? refusedAt : await world.makePlace();
        const input = await requests[operation](world, place);
        const client = takesSession.includes(operation) ? await world.freshClient(actor) : world.client(actor);
        // A robot has no session: it tries with its login.
        const login = actor === 'robot' ? await world.authorization(actor, place) : undefined;
        const headers: Record<string, string> = login === undefined ? {} : { authorization: login };
        const { status, problem } = await client.call(operation, { ...(input as object), headers });
        if (operation === 'signOutEverywhere' && status < 300) await world.renew(actor);
        const itself = problem?.code !== 'not-signed-in' && (ownThing[operation] ?? []).includes(status);
        found += itself && letIn ? '+' : verdictOf(status);
      }
      expect(found).toBe(expected);
    },
    120_000,
  );
});

describe('the registry', () => {
  const names = routes.map(({ method, resource }) => `${method} ${resource}`);

  it('has a row for every route, and no other', () => {
    expect(Object.keys(registryTable).sort()).toEqual([...names].sort());
    for (const [name, row] of Object.entries(registryTable)) expect([name, row.length]).toEqual([name, actors.length]);
  });

  it.each(names)('%s lets in whom the table says', async (name) => {
    const expected = registryTable[name] ?? '';
    const [method = '', resource = ''] = name.split(' ');
    const refusedAt = await world.makePlace();
    let found = '';
    for (const [index, actor] of actors.entries()) {
      const place = expected[index] === '+' && method !== 'GET' ? await world.makePlace() : refusedAt;
      const authorization = await world.authorization(actor, place);
      const admin = (await world.authorization('system-administrator', place)) ?? '';
      const { path, body } = await target(resource, method, place, admin);
      const response = await fetch(`${world.url}${path}`, {
        method,
        redirect: 'manual',
        headers: {
          ...(authorization && { authorization }),
          ...(body && { 'content-type': 'application/vnd.oci.image.manifest.v1+json' }),
        },
        ...(body && { body }),
      });
      await response.arrayBuffer();
      found += verdictOf(response.status);
    }
    expect(found).toBe(expected);
  });

  /** Where the route is, on something that is there. */
  async function target(resource: string, method: string, place: Place, admin: string) {
    const root = `/v2/${place.organization}/web`;
    switch (resource) {
      case 'base':
        return { path: '/v2/' };
      case 'catalog':
        return { path: '/v2/_catalog' };
      case 'tags':
        return { path: `${root}/tags/list` };
      case 'referrers':
        return { path: `${root}/referrers/${place.digest}` };
      case 'manifest':
        return { path: `${root}/manifests/v1`, ...(method === 'PUT' && { body: await document(root, admin) }) };
      case 'blob':
        return { path: `${root}/blobs/${method === 'DELETE' ? await spareBlob(root, admin) : place.blob}` };
      case 'uploads':
        return { path: `${root}/blobs/uploads/` };
      default: {
        const location = await openUpload(root, admin);
        const digest = `sha256:${createHash('sha256').digest('hex')}`;
        return { path: method === 'PUT' ? `${location}?digest=${digest}` : location };
      }
    }
  }

  async function document(root: string, authorization: string): Promise<string> {
    const response = await fetch(`${world.url}${root}/manifests/v1`, { headers: { authorization } });
    return await response.text();
  }

  async function openUpload(root: string, authorization: string): Promise<string> {
    const opened = await fetch(`${world.url}${root}/blobs/uploads/`, { method: 'POST', headers: { authorization } });
    return new URL(opened.headers.get('location') ?? '', world.url).pathname;
  }

  /** One that no manifest names, so that it can be deleted. */
  async function spareBlob(root: string, authorization: string): Promise<string> {
    const bytes = world.newName('spare');
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    const location = await openUpload(root, authorization);
    await fetch(`${world.url}${location}?digest=${digest}`, { method: 'PUT', body: bytes, headers: { authorization } });
    return digest;
  }
});
