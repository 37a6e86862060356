import type { Operation } from '@wharf/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer } from '../../bff/testing/console-server.ts';
import { pushImage } from '../../bff/testing/push-image.ts';

const actors = ['stranger', 'outsider', 'reader', 'editor', 'manager', 'administrator'] as const;
type ActorName = (typeof actors)[number];
const [members, editors, managers]: ActorName[][] = [
  ['reader', 'editor', 'manager', 'administrator'],
  ['editor', 'manager', 'administrator'],
  ['manager', 'administrator'],
];

let server: ConsoleServer;
let account: string;
const clients = {} as Record<ActorName, ConsoleClient>;
const ids = {} as Record<ActorName, Awaited<ReturnType<ConsoleServer['createUser']>>>;
let names = 0;

beforeAll(async () => {
  server = await startConsoleServer();
  account = await server.createAccount('main', 1000);
  const other = await server.createAccount('other');
  // The stranger rules his own account: nothing of that reaches here.
  for (const name of actors) {
    const role = name === 'administrator' || name === 'stranger' ? 'account-administrator' : 'member';
    ids[name] = await server.createUser(name === 'stranger' ? other : account, name, role);
    clients[name] = await server.as(ids[name]);
  }
  await server.createOrganization(other, 'strange');
});
afterAll(() => server.stop());

/** An organization with one image, tags `v1` and `v2`, and what was the tag `v0` in the bin. */
async function prepare(visibility: 'private' | 'public', what: object = { tags: ['v0'] }) {
  const organization = `team${++names}`;
  const id = await server.createOrganization(account, organization);
  for (const [name, level] of [
    ['reader', 'read'],
    ['editor', 'edit'],
    ['manager', 'manage'],
  ] as const) {
    await server.grant(id, ids[name], level);
  }
  const name = `${organization}/web`;
  await pushImage(server.services, { name, tags: ['v0'], layers: ['old'] });
  const { digest } = await pushImage(server.services, { name, tags: ['v1', 'v2'] });
  const params = { organization, repository: 'web' };
  await clients.administrator.call('updateRepository', { params, body: { visibility } });
  const created = await clients.administrator.call('createDeletion', { params, body: what as never });
  return { organization, params, digest, deletion: { organization, deletion: created.body.id } };
}
type Prepared = Awaited<ReturnType<typeof prepare>>;
type Request = (client: ConsoleClient, at: Prepared) => Promise<{ status: number; problem?: { code?: string } }>;

const cases: { title: Operation; what?: object; allowed: ActorName[] | undefined; request: Request }[] = [
  {
    title: 'previewDeletion',
    allowed: managers,
    request: (client, { params }) => client.call('previewDeletion', { params, body: { tags: ['v1'] } }),
  },
  {
    title: 'createDeletion',
    allowed: managers,
    request: (client, { params }) => client.call('createDeletion', { params, body: { tags: ['v1'] } }),
  },
  {
    title: 'createDeletion',
    allowed: managers,
    request: (client, { params }) => client.call('createDeletion', { params, body: { repository: true } }),
  },
  {
    title: 'moveTag',
    allowed: editors,
    request: (client, { params, digest }) =>
      client.call('moveTag', { params: { ...params, tag: 'v2' }, body: { digest } }),
  },
  {
    title: 'copyTag',
    allowed: editors,
    request: (client, { params }) =>
      client.call('copyTag', { params: { ...params, tag: 'v1' }, body: { to: { tag: 'v3' } } }),
  },
];

/** What the bin itself shows: a public image does not open it. */
const binCases: typeof cases = [
  {
    title: 'listDeletions',
    allowed: members,
    request: (client, { organization }) => client.call('listDeletions', { params: { organization } }),
  },
  {
    title: 'getDeletion',
    allowed: members,
    request: (client, { deletion }) => client.call('getDeletion', { params: deletion }),
  },
  {
    title: 'restoreDeletion',
    allowed: editors,
    request: (client, { deletion }) => client.call('restoreDeletion', { params: deletion, body: {} }),
  },
  {
    title: 'restoreDeletion',
    what: { repository: true },
    allowed: managers,
    request: (client, { deletion }) => client.call('restoreDeletion', { params: deletion, body: {} }),
  },
  {
    title: 'emptyRecycleBin',
    allowed: managers,
    request: (client, { organization }) => client.call('emptyRecycleBin', { params: { organization } }),
  },
  {
    title: 'letGoDeletion',
    allowed: managers,
    request: (client, { deletion }) => client.call('letGoDeletion', { params: deletion }),
  },
];

function expected(actor: ActorName, allowed: ActorName[] | undefined, seen: boolean): [number, string] | undefined {
  if (allowed?.includes(actor)) return undefined;
  return seen ? [403, 'forbidden'] : [404, 'not-found'];
}

describe.each(['private', 'public'] as const)('of a %s image', (visibility) => {
  describe.each(cases)('$title', ({ request, allowed }) => {
    it.each(actors)('by %s', async (actor) => {
      const { status, problem } = await request(clients[actor], await prepare(visibility));
      const refusal = expected(actor, allowed, visibility === 'public' || (members ?? []).includes(actor));
      // The organization of a copy's target is not to be seen, whatever is public in it.
      const hidden = refusal && problem?.code === 'not-found' && !(members ?? []).includes(actor);
      if (refusal && !hidden) expect([status, problem?.code]).toEqual(refusal);
      else if (refusal) expect(status).toBe(404);
      else expect(status).toBeLessThan(300);
    });
  });

  describe.each(binCases)('$title $what', ({ request, allowed, what }) => {
    it.each(actors)('by %s', async (actor) => {
      const { status, problem } = await request(clients[actor], await prepare(visibility, what));
      const refusal = expected(actor, allowed, (members ?? []).includes(actor));
      if (refusal) expect([status, problem?.code]).toEqual(refusal);
      else expect(status).toBeLessThan(300);
    });
  });
});

it('a deletion is found in its own organization only', async () => {
  const [one, two] = [await prepare('private'), await prepare('private')];
  const params = { organization: two.organization, deletion: one.deletion.deletion };
  const { administrator } = clients;
  for (const operation of ['getDeletion', 'letGoDeletion'] as const) {
    expect((await administrator.call(operation, { params })).status).toBe(404);
  }
  expect((await administrator.call('restoreDeletion', { params, body: {} })).status).toBe(404);
  expect((await administrator.call('getDeletion', { params: one.deletion })).status).toBe(200);
});

it("nobody copies out of what he may not read, nor into another's organization", async () => {
  const hidden = await prepare('private');
  const open = await prepare('public');
  const copy = (from: Prepared, organization: string) =>
    clients.stranger.call('copyTag', {
      params: { ...from.params, tag: 'v1' },
      body: { to: { organization, repository: 'stolen', tag: 'v1' } },
    });
  expect((await copy(hidden, 'strange')).status).toBe(404);
  expect((await copy(open, 'strange')).status).toBe(201);
  expect((await copy(open, hidden.organization)).status).toBe(404);
  const stolen = server.database.db.selectFrom('repositories').select('name').where('name', 'like', '%/stolen');
  expect(await stolen.execute()).toEqual([{ name: 'strange/stolen' }]);
});

it("a tag's history is shown to who holds a level on the image, not to who reads it because it is public", async () => {
  for (const visibility of ['private', 'public'] as const) {
    const { params } = await prepare(visibility);
    for (const actor of actors) {
      const { status } = await clients[actor].call('listTagChanges', { params: { ...params, tag: 'v1' } });
      const sees = (members ?? []).includes(actor);
      expect([actor, status]).toEqual([actor, sees ? 200 : 404]);
    }
  }
});
