import type { Operation } from '@wharf/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from './testing/console-client.ts';
import { type ConsoleServer, password, startConsoleServer, type TestUser } from './testing/console-server.ts';
import { pushImage } from './testing/push-image.ts';

const actors = [
  'stranger',
  'strangers-administrator',
  'outsider',
  'reader',
  'editor',
  'manager',
  'administrator',
  'system-administrator',
] as const;
type ActorName = (typeof actors)[number];

let server: ConsoleServer;
let account: string;
const users = {} as Record<ActorName, TestUser>;
const clients = {} as Record<ActorName, ConsoleClient>;
let names = 0;

beforeAll(async () => {
  server = await startConsoleServer();
  account = await server.createAccount('main', 1000);
  const other = await server.createAccount('other', 1000);
  users.stranger = await server.createUser(other, 'stranger');
  users['strangers-administrator'] = await server.createUser(other, 'strangers-administrator', 'account-administrator');
  for (const name of ['outsider', 'reader', 'editor', 'manager'] as const) {
    users[name] = await server.createUser(account, name);
  }
  users.administrator = await server.createUser(account, 'administrator', 'account-administrator');
  users['system-administrator'] = await server.createUser(account, 'system-administrator', 'system-administrator');
  for (const name of actors) clients[name] = await server.as(users[name]);
});
afterAll(() => server.stop());

/** An organization of its own for each case, with one image and the usual members. */
async function prepare(visibility: 'private' | 'public' = 'private') {
  names += 1;
  const organization = `team${names}`;
  const id = await server.createOrganization(account, organization);
  for (const level of ['read', 'edit', 'manage'] as const) {
    await server.grant(id, users[({ read: 'reader', edit: 'editor', manage: 'manager' } as const)[level]], level);
  }
  const { digest } = await pushImage(server.services, { name: `${organization}/web`, tags: ['v1'] });
  await server.database.db
    .updateTable('repositories')
    .set({ visibility })
    .where('name', '=', `${organization}/web`)
    .execute();
  return { organization, id, digest };
}

type Prepared = Awaited<ReturnType<typeof prepare>>;
type Request = (
  client: ConsoleClient,
  at: Prepared,
) => Promise<{ status: number; problem: { code?: string } | undefined }>;
type Case = { title: Operation; visibility?: 'public'; request: Request; allowed: ActorName[]; seen: ActorName[] };

const members: ActorName[] = ['reader', 'editor', 'manager', 'administrator', 'system-administrator'];
const editors: ActorName[] = ['editor', 'manager', 'administrator', 'system-administrator'];
const managers: ActorName[] = ['manager', 'administrator', 'system-administrator'];
const everybody: ActorName[] = [...actors];
const administrators: ActorName[] = ['administrator', 'system-administrator'];
const image = (at: Prepared) => ({ organization: at.organization, repository: 'web' });

async function newRobot({ organization }: Prepared): Promise<string> {
  const created = await clients.manager.call('createRobot', { body: { name: 'ci', organization } });
  return created.body.id;
}

const shares = { accounts: ['other'], expiresAt: null };
const mark = { put: [{ key: 'env', value: 'prod' }] };

const terms = { host: null, actions: 'push-pull', blobReads: 'redirect' } as const;
const openRule = { ...terms, publicAccess: 'everyone' as const, allowList: [] };
const networkRule = ({ organization }: Prepared) => ({
  ...terms,
  name: organization,
  description: '',
  ranges: [`fd00::${names.toString(16)}`],
  enabled: true,
});

const cases: Case[] = [
  {
    title: 'getOrganization',
    request: (client, { organization }) => client.call('getOrganization', { params: { organization } }),
    allowed: members,
    seen: members,
  },
  {
    title: 'removeOrganization',
    request: async (client, { id, organization }) => {
      await server.database.db.deleteFrom('repositories').where('organization_id', '=', id).execute();
      return client.call('removeOrganization', { params: { organization } });
    },
    allowed: managers,
    seen: members,
  },
  {
    title: 'updateOrganization',
    // Not public: what stays so shows in the overview of strangers.
    request: (client, { organization }) =>
      client.call('updateOrganization', { params: { organization }, body: { visibility: 'private' } }),
    allowed: managers,
    seen: members,
  },
  {
    title: 'listEvents',
    request: (client, { organization }) => client.call('listEvents', { query: { organization } }),
    allowed: [...managers, 'strangers-administrator'],
    seen: [...members, 'strangers-administrator'],
  },
  {
    title: 'getAudit',
    request: (client) => client.call('getAudit'),
    allowed: ['system-administrator'],
    seen: everybody,
  },
  {
    title: 'listGrants',
    request: (client, { organization }) => client.call('listGrants', { params: { organization } }),
    allowed: members,
    seen: members,
  },
  {
    title: 'listGrantCandidates',
    request: (client, { organization }) => client.call('listGrantCandidates', { params: { organization } }),
    allowed: managers,
    seen: members,
  },
  {
    title: 'putGrant',
    request: async (client, { organization }) => {
      const user = await server.createUser(account, `new-${organization}`);
      return client.call('putGrant', {
        params: { organization },
        body: { holder: { kind: 'user', id: user.id }, level: 'read' },
      });
    },
    allowed: managers,
    seen: members,
  },
  {
    title: 'removeGrant',
    request: async (client, { organization, id }) => {
      const user = await server.createUser(account, `granted-${organization}`);
      const grant = await server.grant(id, user, 'read');
      return client.call('removeGrant', { params: { organization, grant } });
    },
    allowed: managers,
    seen: members,
  },
  {
    title: 'listRepositoryGrants',
    request: (client, at) => client.call('listRepositoryGrants', { params: image(at) }),
    allowed: members,
    seen: members,
  },
  {
    title: 'listRobots',
    request: (client, { organization }) => client.call('listRobots', { query: { organization } }),
    allowed: managers,
    seen: members,
  },
  {
    title: 'createRobot',
    request: (client, { organization }) => client.call('createRobot', { body: { name: 'ci', organization } }),
    allowed: managers,
    seen: members,
  },
  {
    title: 'updateRobot',
    request: async (client, at) =>
      client.call('updateRobot', { params: { robot: await newRobot(at) }, body: { disabled: true } }),
    allowed: managers,
    seen: members,
  },
  {
    title: 'rotateRobot',
    request: async (client, at) => client.call('rotateRobot', { params: { robot: await newRobot(at) } }),
    allowed: managers,
    seen: members,
  },
  {
    title: 'removeRobot',
    request: async (client, at) => client.call('removeRobot', { params: { robot: await newRobot(at) } }),
    allowed: managers,
    seen: members,
  },
  {
    title: 'listRepositories',
    request: (client, { organization }) => client.call('listRepositories', { query: { organization } }),
    allowed: members,
    seen: members,
  },
  {
    title: 'getRepository',
    request: (client, at) => client.call('getRepository', { params: image(at) }),
    allowed: members,
    seen: members,
  },
  {
    title: 'getRepository',
    visibility: 'public',
    request: (client, at) => client.call('getRepository', { params: image(at) }),
    allowed: everybody,
    seen: everybody,
  },
  {
    title: 'updateRepository',
    request: (client, at) => client.call('updateRepository', { params: image(at), body: { visibility: 'public' } }),
    allowed: managers,
    seen: members,
  },
  {
    title: 'updateRepository',
    visibility: 'public',
    request: (client, at) => client.call('updateRepository', { params: image(at), body: { visibility: 'private' } }),
    allowed: managers,
    seen: everybody,
  },
  {
    title: 'updateRepository',
    request: (client, at) => client.call('updateRepository', { params: image(at), body: { category: 'linux' } }),
    allowed: editors,
    seen: members,
  },
  {
    title: 'updateRepository',
    visibility: 'public',
    request: (client, at) => client.call('updateRepository', { params: image(at), body: { description: 'Mine' } }),
    allowed: editors,
    seen: everybody,
  },
  {
    title: 'getRepositoryResourceTags',
    visibility: 'public',
    request: (client, at) => client.call('getRepositoryResourceTags', { params: image(at) }),
    allowed: members,
    seen: members,
  },
  {
    title: 'updateRepositoryResourceTags',
    request: (client, at) => client.call('updateRepositoryResourceTags', { params: image(at), body: mark }),
    allowed: editors,
    seen: members,
  },
  {
    title: 'getOrganizationResourceTags',
    request: (client, { organization }) => client.call('getOrganizationResourceTags', { params: { organization } }),
    allowed: members,
    seen: members,
  },
  {
    title: 'updateOrganizationResourceTags',
    request: (client, { organization }) =>
      client.call('updateOrganizationResourceTags', { params: { organization }, body: mark }),
    allowed: managers,
    seen: members,
  },
  {
    title: 'listShares',
    request: (client, at) => client.call('listShares', { params: image(at) }),
    allowed: managers,
    seen: members,
  },
  {
    title: 'listShares',
    visibility: 'public',
    request: (client, at) => client.call('listShares', { params: image(at) }),
    allowed: managers,
    seen: everybody,
  },
  {
    title: 'putShares',
    request: (client, at) => client.call('putShares', { params: image(at), body: shares }),
    allowed: managers,
    seen: members,
  },
  {
    title: 'removeShare',
    request: async (client, at) => {
      await clients.manager.call('putShares', { params: image(at), body: shares });
      return client.call('removeShare', { params: { ...image(at), account: users.stranger.accountId } });
    },
    // The account that receives it sees the image, too.
    allowed: managers,
    seen: [...members, 'stranger', 'strangers-administrator'],
  },
  {
    title: 'listSharedRepositories',
    request: (client) => client.call('listSharedRepositories'),
    allowed: everybody,
    seen: everybody,
  },
  {
    title: 'listTags',
    request: (client, at) => client.call('listTags', { params: image(at) }),
    allowed: members,
    seen: members,
  },
  {
    title: 'getTag',
    request: (client, at) => client.call('getTag', { params: { ...image(at), tag: 'v1' } }),
    allowed: members,
    seen: members,
  },
  {
    title: 'getManifest',
    request: (client, at) => client.call('getManifest', { params: { ...image(at), digest: at.digest } }),
    allowed: members,
    seen: members,
  },
  {
    title: 'getManifest',
    visibility: 'public',
    request: (client, at) => client.call('getManifest', { params: { ...image(at), digest: at.digest } }),
    allowed: everybody,
    seen: everybody,
  },
  {
    title: 'listNetworkHosts',
    request: (client) => client.call('listNetworkHosts'),
    allowed: everybody,
    seen: everybody,
  },
  {
    title: 'getNetwork',
    request: (client) => client.call('getNetwork'),
    allowed: ['system-administrator'],
    seen: everybody,
  },
  {
    title: 'updateDefaultNetworkRule',
    request: (client) => client.call('updateDefaultNetworkRule', { body: openRule }),
    allowed: ['system-administrator'],
    seen: everybody,
  },
  {
    title: 'createNetworkRule',
    request: (client, at) => client.call('createNetworkRule', { body: networkRule(at) }),
    allowed: ['system-administrator'],
    seen: everybody,
  },
  {
    title: 'updateNetworkRule',
    request: async (client, at) => {
      const body = networkRule(at);
      const { id } = (await clients['system-administrator'].call('createNetworkRule', { body })).body;
      return client.call('updateNetworkRule', { params: { rule: id }, body: { ...body, enabled: false } });
    },
    allowed: ['system-administrator'],
    seen: everybody,
  },
  {
    title: 'removeNetworkRule',
    request: async (client, at) => {
      const { body } = await clients['system-administrator'].call('createNetworkRule', { body: networkRule(at) });
      return client.call('removeNetworkRule', { params: { rule: body.id } });
    },
    allowed: ['system-administrator'],
    seen: everybody,
  },
];

describe.each(cases)('$title $visibility', ({ visibility, request, allowed, seen }) => {
  it.each(actors)('by %s', async (actor) => {
    const at = await prepare(visibility);
    const { status, problem } = await request(clients[actor], at);
    if (allowed.includes(actor)) expect(status).toBeLessThan(300);
    else expect([status, problem?.code]).toEqual(seen.includes(actor) ? [403, 'forbidden'] : [404, 'not-found']);
  });
});

describe('users', () => {
  it.each(actors)('are listed and made by administrators, here by %s', async (actor) => {
    const allowed = administrators.includes(actor) || actor === 'strangers-administrator';
    names += 1;
    const list = await clients[actor].call('listUsers');
    const create = await clients[actor].call('createUser', {
      body: { name: `made${names}`, password: 'a long enough one' },
    });
    expect([list.status, create.status]).toEqual(allowed ? [200, 201] : [403, 403]);
    if (allowed)
      expect(list.body.items.some(({ name }) => name === users.outsider.name)).toBe(
        actor !== 'strangers-administrator',
      );
  });

  it.each(actors)('are changed by administrators of their own account, here by %s', async (actor) => {
    names += 1;
    const target = await server.createUser(account, `target${names}`);
    const { status } = await clients[actor].call('updateUser', {
      params: { user: target.id },
      body: { disabled: true },
    });
    if (administrators.includes(actor)) expect(status).toBe(200);
    else expect(status).toBe(actor === 'strangers-administrator' ? 404 : 403);
    const removal = await clients[actor].call('removeUser', { params: { user: target.id } });
    if (administrators.includes(actor)) expect(removal.status).toBe(204);
    else expect(removal.status).toBe(actor === 'strangers-administrator' ? 404 : 403);
  });

  it.each(actors)('of another account are for system administrators, here by %s', async (actor) => {
    names += 1;
    const body = { name: `elsewhere${names}`, password: 'a long enough one', account: 'other' };
    const created = await clients[actor].call('createUser', { body });
    const list = await clients[actor].call('listUsers', { query: { account: 'other' } });
    const expected: Partial<Record<ActorName, number[]>> = {
      'system-administrator': [201, 200],
      'strangers-administrator': [201, 200],
      administrator: [404, 404],
    };
    expect([created.status, list.status]).toEqual(expected[actor] ?? [403, 403]);
  });

  it.each(actors)('lose their second factor by administrators of their own account, here by %s', async (actor) => {
    names += 1;
    const target = await server.createUser(account, `factor${names}`);
    const { status } = await clients[actor].call('resetSecondFactor', { params: { user: target.id } });
    if (administrators.includes(actor)) expect(status).toBe(204);
    else expect(status).toBe(actor === 'strangers-administrator' ? 404 : 403);
  });

  it.each(actors)('turn on a second factor of their own only, here %s', async (actor) => {
    const before = await clients[actor].call('getSecondFactor');
    expect([before.status, before.body.since]).toEqual([200, null]);
    const begun = await clients[actor].call('beginSecondFactor', { body: { password } });
    expect([begun.status, begun.body.uri.includes(`:${users[actor].name}?`)]).toEqual([201, true]);
    const nothing = await clients[actor].call('createRecoveryCodes', { body: { password } });
    expect(nothing.status).toBe(404);
    expect((await clients[actor].call('confirmSecondFactor', { body: { code: 'no code' } })).status).toBe(401);
    expect((await clients[actor].call('removeSecondFactor', { body: { password } })).status).toBe(204);
  });

  it('never become system administrators by an account administrator, nor does one reach those', async () => {
    const { administrator } = clients;
    const body = { name: 'climber', password: 'a long enough one', role: 'system-administrator' as const };
    expect((await administrator.call('createUser', { body })).problem.code).toBe('forbidden');
    const target = { user: users['system-administrator'].id };
    const reset = await administrator.call('resetSecondFactor', { params: target });
    expect(reset.problem.code).toBe('forbidden');
    for (const change of [{ password: 'taken over now' }, { disabled: true }, { role: 'member' as const }]) {
      expect((await administrator.call('updateUser', { params: target, body: change })).problem.code).toBe('forbidden');
    }
    const own = { user: users.outsider.id };
    const raise = await administrator.call('updateUser', { params: own, body: { role: 'system-administrator' } });
    expect(raise.problem).toMatchObject({ code: 'forbidden', detail: { reason: 'system-administrators-only' } });
  });
});

describe('accounts', () => {
  it.each(actors)('are for system administrators, here by %s', async (actor) => {
    names += 1;
    const account = `account${names}`;
    const administrator = { name: `first${names}`, password: 'a long enough one' };
    const created = await clients[actor].call('createAccount', { body: { name: account, administrator } });
    if (created.status === 403) await server.createAccount(account);
    const params = { account };
    const answers = [
      created,
      await clients[actor].call('listAccounts'),
      await clients[actor].call('getAccount', { params }),
      await clients[actor].call('updateAccount', { params, body: { disabled: true } }),
      await clients[actor].call('removeAccount', { params }),
    ];
    const allowed = actor === 'system-administrator';
    expect(answers.map(({ status }) => status)).toEqual(allowed ? [201, 200, 200, 200, 204] : answers.map(() => 403));
    expect((await clients[actor].call('getQuota')).status).toBe(200);
  });
});

describe('kept refusals', () => {
  it.each(actors)('of others are for administrators, here for %s', async (actor) => {
    const statuses = [];
    for (const scope of ['mine', 'account', 'server'] as const) {
      statuses.push((await clients[actor].call('listRefusals', { query: { scope } })).status);
    }
    const ofAccount = administrators.includes(actor) || actor === 'strangers-administrator';
    expect(statuses).toEqual([200, ofAccount ? 200 : 403, actor === 'system-administrator' ? 200 : 403]);
    const { status } = await clients[actor].call('getRefusal', { params: { refusal: 'R-0000-0000-0000' } });
    expect(status).toBe(404);
  });
});

describe('troubleshooting', () => {
  it.each(actors)('tells of others who manages, of himself everybody, here %s', async (actor) => {
    const { organization } = await prepare();
    const about = { repository: `${organization}/web`, action: 'pull' } as const;
    const check = async (subject: { kind: 'me' } | { kind: 'user'; name: string }) =>
      (await clients[actor].call('createAccessCheck', { body: { ...about, subject } })).status;
    const asks = managers.includes(actor) ? 200 : actor === 'strangers-administrator' ? 404 : 403;
    expect([await check({ kind: 'me' }), await check({ kind: 'user', name: users.reader.name })]).toEqual([200, asks]);
    const rest = [
      await clients[actor].call('createDiagnosis', { body: { text: 'denied' } }),
      await clients[actor].call('createCredentialCheck', { body: { name: users[actor].name } }),
      await clients[actor].call('getConnection'),
      await clients[actor].call('createCertificateCheck', { body: { address: '' } }),
    ];
    expect(rest.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });
});

describe('a refusal', () => {
  it('names the level, and to members who can grant it', async () => {
    const { organization } = await prepare();
    const { problem } = await clients.reader.call('listGrantCandidates', { params: { organization } });
    expect(problem.detail).toMatchObject({
      reason: 'level-too-low',
      organization,
      held: 'read',
      wanted: 'manage',
      grantedBy: ['administrator', 'manager', 'system-administrator'],
      help: { who: 'organization-manager', names: ['administrator', 'manager', 'system-administrator'] },
    });
  });

  it('tells strangers of a public image nothing about its people', async () => {
    const at = await prepare('public');
    const { problem } = await clients.stranger.call('updateRepository', {
      params: image(at),
      body: { visibility: 'private' },
    });
    expect(problem.detail).toMatchObject({ held: null, grantedBy: [], help: { names: [] } });
    expect(JSON.stringify(problem)).not.toContain('"manager"');
  });
});

it('the lists over all organizations hold what is in sight, and nothing else', async () => {
  const { organization } = await prepare('public');
  for (const actor of actors) {
    const organizations = await clients[actor].call('listOrganizations', { query: { q: organization } });
    const repositories = await clients[actor].call('listRepositories', { query: { q: `${organization}/` } });
    const overview = await clients[actor].call('getOverview');
    const sees = members.includes(actor) ? 1 : 0;
    expect([actor, organizations.body.items.length, organizations.body.total]).toEqual([actor, sees, sees]);
    expect([actor, repositories.body.items.length, repositories.body.total]).toEqual([actor, sees, sees]);
    expect([actor, overview.body.images > 0, overview.body.bytes > 0]).toEqual([actor, sees === 1, sees === 1]);
  }
});
