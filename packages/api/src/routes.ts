/**
 * Every operation of the console's API: its name, method and path below `/api`. Free of zod, so that the console can
 * carry it; the schemas stand in one file a feature, under the same names.
 */
export const routes = {
  getServer: 'GET /server',

  signIn: 'POST /session',
  getSignInMethods: 'GET /sign-in-methods',
  completeSignIn: 'POST /session/second-factor',
  getSession: 'GET /session',
  signOut: 'DELETE /session',
  listSessions: 'GET /sessions',
  removeSession: 'DELETE /sessions/:session',
  /** Ends every session of the user, this one too. */
  signOutEverywhere: 'DELETE /sessions',
  changePassword: 'PUT /password',
  getSecondFactor: 'GET /second-factor',
  beginSecondFactor: 'POST /second-factor',
  confirmSecondFactor: 'PUT /second-factor',
  createRecoveryCodes: 'POST /second-factor/recovery-codes',
  removeSecondFactor: 'POST /second-factor/removal',
  getIdentity: 'GET /identity',
  beginIdentityLink: 'POST /identity',
  removeIdentity: 'DELETE /identity',

  listUsers: 'GET /users',
  createUser: 'POST /users',
  updateUser: 'PATCH /users/:user',
  removeUser: 'DELETE /users/:user',
  resetSecondFactor: 'DELETE /users/:user/second-factor',

  listAccounts: 'GET /accounts',
  createAccount: 'POST /accounts',
  getAccount: 'GET /accounts/:account',
  updateAccount: 'PATCH /accounts/:account',
  removeAccount: 'DELETE /accounts/:account',
  getQuota: 'GET /quota',

  listOrganizations: 'GET /organizations',
  createOrganization: 'POST /organizations',
  getOrganization: 'GET /organizations/:organization',
  updateOrganization: 'PATCH /organizations/:organization',
  removeOrganization: 'DELETE /organizations/:organization',

  listGrants: 'GET /organizations/:organization/grants',
  listGrantCandidates: 'GET /organizations/:organization/grant-candidates',
  putGrant: 'PUT /organizations/:organization/grants',
  removeGrant: 'DELETE /organizations/:organization/grants/:grant',
  listRepositoryGrants: 'GET /organizations/:organization/repositories/:repository/grants',

  /** Those of the caller's account, or of one organization. */
  listRobots: 'GET /robots',
  createRobot: 'POST /robots',
  updateRobot: 'PATCH /robots/:robot',
  /** Another secret; the one before ends at once. */
  rotateRobot: 'POST /robots/:robot/secrets',
  removeRobot: 'DELETE /robots/:robot',

  /** Over all organizations that the caller sees, or one by `organization`. */
  listRepositories: 'GET /repositories',
  getRepository: 'GET /organizations/:organization/repositories/:repository',
  updateRepository: 'PATCH /organizations/:organization/repositories/:repository',
  listTags: 'GET /organizations/:organization/repositories/:repository/tags',
  getTag: 'GET /organizations/:organization/repositories/:repository/tags/:tag',
  getManifest: 'GET /organizations/:organization/repositories/:repository/manifests/:digest',
  getReferrerTree: 'GET /organizations/:organization/repositories/:repository/manifests/:digest/referrer-tree',
  listManifestPlaces: 'GET /organizations/:organization/repositories/:repository/manifests/:digest/places',

  getFileIndex: 'GET /organizations/:organization/repositories/:repository/manifests/:digest/file-index',
  createFileIndex: 'POST /organizations/:organization/repositories/:repository/manifests/:digest/file-index',
  listFiles: 'GET /organizations/:organization/repositories/:repository/manifests/:digest/files',
  searchFiles: 'GET /organizations/:organization/repositories/:repository/manifests/:digest/file-matches',
  getFileText: 'GET /organizations/:organization/repositories/:repository/manifests/:digest/file-text',

  getComparison: 'GET /comparison',
  getFileComparison: 'GET /file-comparison',

  previewDeletion: 'POST /organizations/:organization/repositories/:repository/deletion-previews',
  createDeletion: 'POST /organizations/:organization/repositories/:repository/deletions',
  listDeletions: 'GET /organizations/:organization/deletions',
  getDeletion: 'GET /organizations/:organization/deletions/:deletion',
  restoreDeletion: 'POST /organizations/:organization/deletions/:deletion/restoration',
  letGoDeletion: 'DELETE /organizations/:organization/deletions/:deletion',
  emptyRecycleBin: 'DELETE /organizations/:organization/deletions',
  copyTag: 'POST /organizations/:organization/repositories/:repository/tags/:tag/copies',
  listTagChanges: 'GET /organizations/:organization/repositories/:repository/tags/:tag/changes',
  moveTag: 'PUT /organizations/:organization/repositories/:repository/tags/:tag',

  planPageUpload: 'POST /organizations/:organization/page-uploads/plans',
  checkPageUploadQuotas: 'POST /organizations/:organization/page-uploads/quota-checks',
  createPushToken: 'POST /organizations/:organization/push-tokens',
  createLayer: 'POST /organizations/:organization/page-uploads/layers',

  getOrganizationResourceTags: 'GET /organizations/:organization/resource-tags',
  updateOrganizationResourceTags: 'PATCH /organizations/:organization/resource-tags',
  getRepositoryResourceTags: 'GET /organizations/:organization/repositories/:repository/resource-tags',
  updateRepositoryResourceTags: 'PATCH /organizations/:organization/repositories/:repository/resource-tags',
  listResourceTagKeys: 'GET /resource-tag-keys',
  search: 'GET /search',

  listShares: 'GET /organizations/:organization/repositories/:repository/shares',
  putShares: 'PUT /organizations/:organization/repositories/:repository/shares',
  removeShare: 'DELETE /organizations/:organization/repositories/:repository/shares/:account',
  /** Of other accounts, shared with the caller's. */
  listSharedRepositories: 'GET /shared-repositories',
  leaveShare: 'DELETE /shared-repositories/:organization/:repository',

  getOverview: 'GET /overview',

  listJobs: 'GET /jobs',
  getJob: 'GET /jobs/:job',
  cancelJob: 'POST /jobs/:job/cancellation',

  getStorage: 'GET /storage',
  getOrganizationStorage: 'GET /organizations/:organization/storage',
  getRepositoryStorage: 'GET /organizations/:organization/repositories/:repository/storage',
  getTagStorage: 'GET /organizations/:organization/repositories/:repository/tags/:tag/storage',
  listCollections: 'GET /storage/collections',
  createCollection: 'POST /storage/collections',
  createStorageMeasurement: 'POST /storage/measurements',
  createBlobCheck: 'POST /storage/checks',

  listLoginCommands: 'GET /login-commands',
  createLoginCommand: 'POST /login-commands',
  removeLoginCommand: 'DELETE /login-commands/:credential',

  /** For everybody who is signed in: the addresses of this server to offer in commands. */
  listNetworkHosts: 'GET /network-hosts',
  getNetwork: 'GET /network',
  updateDefaultNetworkRule: 'PUT /network/default-rule',
  createNetworkRule: 'POST /network-rules',
  updateNetworkRule: 'PUT /network-rules/:rule',
  removeNetworkRule: 'DELETE /network-rules/:rule',
  listAccessKeys: 'GET /access-keys',
  createAccessKey: 'POST /access-keys',
  updateAccessKey: 'PATCH /access-keys/:key',
  removeAccessKey: 'DELETE /access-keys/:key',
  listRefusals: 'GET /refusals',
  getRefusal: 'GET /refusals/:refusal',
  listEvents: 'GET /events',
  getAudit: 'GET /audit',

  createDiagnosis: 'POST /troubleshooting/diagnoses',
  createAccessCheck: 'POST /troubleshooting/access-checks',
  createCredentialCheck: 'POST /troubleshooting/credential-checks',
  getConnection: 'GET /troubleshooting/connection',
  createCertificateCheck: 'POST /troubleshooting/certificate-checks',
} as const satisfies Record<string, `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`>;

export type Operation = keyof typeof routes;

/** Server-sent events: what changed in what the caller may see (`ChangeNotice` in `changes.ts`). Not an operation: it never ends. */
export const changesPath = '/changes';

/** `GET` begins a sign-in at the OpenID Connect provider; `?return=` is the page to come back to. Not an operation: it redirects. */
export const oidcStartPath = '/oidc/start';

/** Where that provider sends the browser back to: the redirect URI to register there, below `/api`. */
export const oidcCallbackPath = '/oidc/callback';

/** An archive of tags, by `downloadQuery`; with Range and HEAD. Not an operation: it gives a file. */
export const downloadPath = '/organizations/:organization/repositories/:repository/download';

/**
 * `PUT` of an image archive as the body (`curl -T`), with Basic credentials: makes its images in the organization. Not an
 * operation: its body is a stream. `?repository=` and `?tag=` name the image otherwise than the archive does.
 */
export const archivesPath = '/organizations/:organization/archives';

/** `GET` of one file of an image, `?path=` and perhaps `&layer=`, as in `getFileText`. Not an operation: its answer is a stream. */
export const filePath = '/organizations/:organization/repositories/:repository/manifests/:digest/file';

/** `GET` of the certificate that clients have to trust, as PEM: `ca.crt`. Not an operation: it gives a file. 404 unless it is self-signed. */
export const certificatePath = '/certificate';

/** `GET` of the events that `eventExportQuery` asks for, as a file. Not an operation: its answer is a stream. */
export const eventExportPath = '/events/export';

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Express's form, `:name` for a parameter. */
  path: string;
}

export function routeOf(operation: Operation): Route {
  const [method, path] = routes[operation].split(' ') as [Route['method'], string];
  return { method, path };
}

/** The path with its parameters filled in; a repository's slashes become `%2F`. */
export function pathOf(operation: Operation, params: Record<string, string>): string {
  return routeOf(operation).path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}
