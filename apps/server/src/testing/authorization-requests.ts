import type { Body, Operation, Params, Query } from '@wharf/api';
import type { AuthorizationWorld, Place } from './authorization-world.ts';

interface Input<O extends Operation> {
  params?: Params<O>;
  query?: Query<O>;
  body?: Body<O>;
}

type Requests = {
  [O in Operation]: (world: AuthorizationWorld, place: Place) => Input<O> | Promise<Input<O>>;
};

const longPassword = 'a password that is long';
const noUpload = '00000000-0000-4000-8000-000000000000';

const none = () => ({});
const organization = (_: AuthorizationWorld, { organization }: Place) => ({ params: { organization } });
const image = (_: AuthorizationWorld, { organization }: Place) => ({ params: { organization, repository: 'web' } });
const tag = (_: AuthorizationWorld, { organization }: Place) => ({
  params: { organization, repository: 'web', tag: 'v1' },
});
const manifest = (_: AuthorizationWorld, { organization, digest }: Place) => ({
  params: { organization, repository: 'web', digest },
});
const sides = (_: AuthorizationWorld, { organization, digest }: Place) => ({
  query: { left: `${organization}/web@${digest}`, right: `${organization}/web:v1` },
});
const marks = { put: [{ key: 'env', value: 'prod' }] };

async function newUser(world: AuthorizationWorld): Promise<string> {
  const name = world.newName('user');
  const made = await world
    .client('system-administrator')
    .call('createUser', { body: { name, password: longPassword } });
  return made.body.id;
}

async function newRobot(world: AuthorizationWorld, { organization }: Place): Promise<string> {
  const body = { name: world.newName('robot'), organization };
  return (await world.client('manager').call('createRobot', { body })).body.id;
}

async function newDeletion(world: AuthorizationWorld, { organization }: Place): Promise<string> {
  await world.client('manager').call('createDeletion', {
    params: { organization, repository: 'web' },
    body: { tags: ['v1'] },
  });
  const list = await world.client('manager').call('listDeletions', { params: { organization } });
  return list.body.items[0]?.id ?? 'none';
}

async function newJob({ database }: AuthorizationWorld, { organizationId }: Place): Promise<string> {
  const { enqueueJob } = await import('@wharf/jobs');
  const author = { id: null, name: 'test' };
  const params = { name: 'none/none', upload: noUpload, diffId: `sha256:${'0'.repeat(64)}` };
  const later = new Date(Date.now() + 24 * 60 * 60 * 1000);
  const job = { kind: 'compress-layer', params, organizationId, author, runAt: later };
  return (await enqueueJob(database.db, job, new Date())).id;
}

async function newAccount(world: AuthorizationWorld): Promise<string> {
  const name = world.newName('account');
  const administrator = { name: world.newName('boss'), password: longPassword };
  await world.client('system-administrator').call('createAccount', { body: { name, administrator } });
  return name;
}

const terms = { host: null, actions: 'push-pull', blobReads: 'redirect' } as const;

function networkRule(world: AuthorizationWorld) {
  const name = world.newName('rule');
  const ranges = [`fd00::${Number(name.slice('rule'.length)).toString(16)}`];
  return { ...terms, name, description: '', ranges, enabled: true };
}

async function newNetworkRule(world: AuthorizationWorld): Promise<string> {
  const body = networkRule(world);
  return (await world.client('system-administrator').call('createNetworkRule', { body })).body.id;
}

async function newRefusal(world: AuthorizationWorld): Promise<string> {
  const { status, problem } = await world.client('manager').call('getStorage');
  if (status !== 403) throw new Error('nothing was refused');
  return String(problem.detail.id);
}

/** For each operation, a request that would succeed for who may make it; it makes what it needs. */
export const requests: Requests = {
  getServer: none,
  getSignInMethods: none,
  signIn: () => ({ body: { user: 'admin', password: 'correct horse battery' } }),
  completeSignIn: () => ({ body: { ticket: 'none', code: '123456' } }),
  getSession: none,
  signOut: none,
  listSessions: none,
  removeSession: () => ({ params: { session: 'current' } }),
  signOutEverywhere: none,
  changePassword: () => ({ body: { current: 'not the password', next: longPassword } }),
  getSecondFactor: none,
  beginSecondFactor: () => ({ body: { password: 'not the password' } }),
  confirmSecondFactor: () => ({ body: { code: '123456' } }),
  createRecoveryCodes: () => ({ body: { password: 'not the password' } }),
  removeSecondFactor: () => ({ body: { password: 'not the password' } }),
  getIdentity: none,
  beginIdentityLink: () => ({ body: { password: 'not the password' } }),
  removeIdentity: none,

  listUsers: none,
  createUser: (world) => ({ body: { name: world.newName('user'), password: longPassword } }),
  updateUser: async (world) => ({ params: { user: await newUser(world) }, body: { disabled: true } }),
  removeUser: async (world) => ({ params: { user: await newUser(world) } }),
  resetSecondFactor: async (world) => ({ params: { user: await newUser(world) } }),

  listAccounts: none,
  createAccount: (world) => ({
    body: {
      name: world.newName('account'),
      administrator: { name: world.newName('boss'), password: longPassword },
    },
  }),
  getAccount: () => ({ params: { account: 'main' } }),
  updateAccount: async (world) => ({ params: { account: await newAccount(world) }, body: { disabled: true } }),
  removeAccount: async (world) => ({ params: { account: await newAccount(world) } }),
  getQuota: none,

  listOrganizations: none,
  createOrganization: (world) => ({ body: { name: world.newName('made') } }),
  getOrganization: organization,
  updateOrganization: (_, { organization }) => ({ params: { organization }, body: { visibility: 'public' } }),
  removeOrganization: async ({ database }, { organization, organizationId }) => {
    await database.db.deleteFrom('repositories').where('organization_id', '=', organizationId).execute();
    return { params: { organization } };
  },

  listGrants: organization,
  listGrantCandidates: organization,
  putGrant: async (world, { organization }) => ({
    params: { organization },
    body: { holder: { kind: 'user', id: await newUser(world) }, level: 'read' },
  }),
  removeGrant: async (world, { organization }) => {
    const list = await world.client('system-administrator').call('listGrants', {
      params: { organization },
      query: { q: 'editor' },
    });
    return { params: { organization, grant: list.body.items[0]?.id ?? 'none' } };
  },
  listRepositoryGrants: image,
  listRobots: (_, { organization }) => ({ query: { organization } }),
  createRobot: (world, { organization }) => ({ body: { name: world.newName('robot'), organization } }),
  updateRobot: async (world, place) => ({ params: { robot: await newRobot(world, place) }, body: { disabled: true } }),
  rotateRobot: async (world, place) => ({ params: { robot: await newRobot(world, place) } }),
  removeRobot: async (world, place) => ({ params: { robot: await newRobot(world, place) } }),

  listRepositories: none,
  getRepository: image,
  updateRepository: (world, place) => ({ ...image(world, place), body: { category: 'linux' } }),
  listTags: image,
  getTag: tag,
  getManifest: manifest,
  getReferrerTree: manifest,
  listManifestPlaces: manifest,
  getFileIndex: manifest,
  createFileIndex: manifest,
  listFiles: manifest,
  searchFiles: (world, place) => ({ ...manifest(world, place), query: { q: 'etc' } }),
  getFileText: (world, place) => ({ ...manifest(world, place), query: { path: 'etc/passwd' } }),
  getComparison: sides,
  getFileComparison: sides,

  previewDeletion: (world, place) => ({ ...image(world, place), body: { tags: ['v1'] } }),
  createDeletion: (world, place) => ({ ...image(world, place), body: { tags: ['v1'] } }),
  listDeletions: organization,
  getDeletion: async (world) => {
    const place = await world.makePlace();
    return { params: { organization: place.organization, deletion: await newDeletion(world, place) } };
  },
  restoreDeletion: async (world, place) => ({
    params: { organization: place.organization, deletion: await newDeletion(world, place) },
    body: {},
  }),
  letGoDeletion: async (world, place) => ({
    params: { organization: place.organization, deletion: await newDeletion(world, place) },
  }),
  emptyRecycleBin: organization,
  copyTag: (world, place) => ({ ...tag(world, place), body: { to: { tag: world.newName('copy') } } }),
  listTagChanges: tag,
  moveTag: (world, place) => ({ ...tag(world, place), body: { digest: place.digest } }),

  planPageUpload: (_, { organization }) => ({ params: { organization }, body: {} }),
  checkPageUploadQuotas: (_, { organization, blob }) => ({
    params: { organization },
    body: {
      parts: [{ kind: 'blob', digest: blob, size: 1 }],
      images: [{ repository: 'web', tags: ['1'], parts: [0] }],
    },
  }),
  createPushToken: (_, { organization }) => ({ params: { organization }, body: { repositories: ['web'] } }),
  createLayer: (_, { organization, blob }) => ({
    params: { organization },
    body: { repository: 'web', upload: noUpload, diffId: blob },
  }),

  getOrganizationResourceTags: organization,
  updateOrganizationResourceTags: (_, { organization }) => ({ params: { organization }, body: marks }),
  getRepositoryResourceTags: image,
  updateRepositoryResourceTags: (world, place) => ({ ...image(world, place), body: marks }),
  listResourceTagKeys: () => ({ query: { on: 'repositories' } }),
  search: () => ({ query: { q: 'team' } }),
  getOverview: none,

  listJobs: none,
  getJob: async (world, place) => ({ params: { job: await newJob(world, place) } }),
  cancelJob: async (world, place) => ({ params: { job: await newJob(world, place) } }),

  getStorage: none,
  getOrganizationStorage: organization,
  getRepositoryStorage: image,
  getTagStorage: tag,
  listCollections: none,
  createCollection: () => ({ body: { dryRun: true } }),
  createStorageMeasurement: none,
  createBlobCheck: none,

  listLoginCommands: none,
  createLoginCommand: none,
  removeLoginCommand: async (world) => {
    const { body } = await world.client('manager').call('createLoginCommand');
    return { params: { credential: body.id } };
  },
  listAccessKeys: none,
  createAccessKey: none,
  updateAccessKey: async (world) => ({ params: { key: await theAccessKey(world) }, body: { disabled: false } }),
  removeAccessKey: async (world) => ({ params: { key: await theAccessKey(world) } }),

  listNetworkHosts: none,
  getNetwork: none,
  updateDefaultNetworkRule: () => ({ body: { ...terms, publicAccess: 'everyone', allowList: [] } }),
  createNetworkRule: (world) => ({ body: networkRule(world) }),
  updateNetworkRule: async (world) => ({ params: { rule: await newNetworkRule(world) }, body: networkRule(world) }),
  removeNetworkRule: async (world) => ({ params: { rule: await newNetworkRule(world) } }),

  listShares: image,
  putShares: (world, place) => ({ ...image(world, place), body: { accounts: ['elsewhere'], expiresAt: null } }),
  removeShare: async ({ database }, { organization }) => {
    const account = await database.db
      .selectFrom('accounts')
      .select('id')
      .where('name', '=', 'ended')
      .executeTakeFirstOrThrow();
    return { params: { organization, repository: 'web', account: account.id } };
  },
  listSharedRepositories: none,
  leaveShare: image,

  listEvents: (_, { organization }) => ({ query: { organization } }),
  getAudit: none,

  createDiagnosis: () => ({ body: { text: 'denied' } }),
  createAccessCheck: (_, { organization }) => ({
    body: { subject: { kind: 'user', name: 'reader' }, repository: `${organization}/web`, action: 'pull' },
  }),
  createCredentialCheck: () => ({ body: { name: 'nobody' } }),
  getConnection: none,
  createCertificateCheck: () => ({ body: { address: 'elsewhere.invalid' } }),
  listRefusals: none,
  getRefusal: async (world) => ({ params: { refusal: await newRefusal(world) } }),
};

/** The manager may have two; whoever asks for it takes one that is there, or makes it. */
async function theAccessKey(world: AuthorizationWorld): Promise<string> {
  const manager = world.client('manager');
  const [key] = (await manager.call('listAccessKeys')).body.items;
  return key?.id ?? (await manager.call('createAccessKey')).body.id;
}
