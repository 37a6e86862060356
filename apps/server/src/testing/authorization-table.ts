import type { Operation } from '@wharf/api';

/**
 * Who is asked about, in the order of the table's columns. `receiver` and `expired`: users of accounts that the image is shared
 * with, and was until yesterday; `image-reader`: read on the one image; `robot`: edit on the organization; `revoked`: the manager
 * by what was taken from him (a session that ended, a temporary login that was revoked).
 */
export const actors = [
  'anonymous',
  'stranger',
  'receiver',
  'expired',
  'image-reader',
  'reader',
  'editor',
  'manager',
  'account-administrator',
  'system-administrator',
  'robot',
  'revoked',
] as const;
export type ActorName = (typeof actors)[number];

/** What a column says: let in, 403, 404 as for what is not there, or 401. */
export type Verdict = '+' | 'f' | 'n' | 'u';

const anybody = '++++++++++++';
const whoIsSignedIn = 'u+++++++++uu';
const readsOrganization = 'unnnf+++++uu';
const editsOrganization = 'unnnff++++uu';
const managesOrganization = 'unnnfff+++uu';
// An account whose share has ended is told so: its list of what was shared names the image.
const readsImage = 'un+f++++++uu';
const holdsImage = 'unnf++++++uu';
const editsImage = 'unffff++++uu';
const managesImage = 'unfffff+++uu';
const administersAccount = 'ufffffff++uu';
const administersServer = 'uffffffff+uu';

/** Every operation of the console's API, on a private image of a private organization. A robot never enters the console. */
export const apiTable: Record<Operation, string> = {
  getServer: anybody,
  getSignInMethods: anybody,
  signIn: anybody,
  completeSignIn: 'uuuuuuuuuuuu',
  getSession: whoIsSignedIn,
  signOut: whoIsSignedIn,
  listSessions: whoIsSignedIn,
  removeSession: whoIsSignedIn,
  signOutEverywhere: whoIsSignedIn,
  changePassword: whoIsSignedIn,
  getSecondFactor: whoIsSignedIn,
  beginSecondFactor: whoIsSignedIn,
  confirmSecondFactor: whoIsSignedIn,
  createRecoveryCodes: whoIsSignedIn,
  removeSecondFactor: whoIsSignedIn,
  getIdentity: whoIsSignedIn,
  beginIdentityLink: whoIsSignedIn,
  removeIdentity: whoIsSignedIn,

  listUsers: administersAccount,
  createUser: administersAccount,
  updateUser: administersAccount,
  removeUser: administersAccount,
  resetSecondFactor: administersAccount,

  listAccounts: administersServer,
  createAccount: administersServer,
  getAccount: administersServer,
  updateAccount: administersServer,
  removeAccount: administersServer,
  getQuota: whoIsSignedIn,

  listOrganizations: whoIsSignedIn,
  createOrganization: whoIsSignedIn,
  getOrganization: 'unnn++++++uu',
  updateOrganization: managesOrganization,
  removeOrganization: managesOrganization,

  listGrants: readsOrganization,
  listGrantCandidates: managesOrganization,
  putGrant: managesOrganization,
  removeGrant: managesOrganization,
  listRepositoryGrants: holdsImage,
  listRobots: managesOrganization,
  createRobot: managesOrganization,
  updateRobot: managesOrganization,
  rotateRobot: managesOrganization,
  removeRobot: managesOrganization,

  listRepositories: whoIsSignedIn,
  getRepository: readsImage,
  updateRepository: editsImage,
  listTags: readsImage,
  getTag: readsImage,
  getManifest: readsImage,
  getReferrerTree: readsImage,
  listManifestPlaces: readsImage,
  getFileIndex: readsImage,
  createFileIndex: readsImage,
  listFiles: readsImage,
  searchFiles: readsImage,
  getFileText: readsImage,
  getComparison: readsImage,
  getFileComparison: readsImage,

  previewDeletion: managesImage,
  createDeletion: managesImage,
  listDeletions: readsOrganization,
  getDeletion: readsOrganization,
  restoreDeletion: editsOrganization,
  letGoDeletion: managesOrganization,
  emptyRecycleBin: managesOrganization,
  copyTag: 'unnfff++++uu',
  listTagChanges: holdsImage,
  moveTag: editsImage,

  planPageUpload: editsOrganization,
  checkPageUploadQuotas: editsOrganization,
  createPushToken: editsOrganization,
  createLayer: editsOrganization,

  getOrganizationResourceTags: readsOrganization,
  updateOrganizationResourceTags: managesOrganization,
  getRepositoryResourceTags: holdsImage,
  updateRepositoryResourceTags: editsImage,
  listResourceTagKeys: whoIsSignedIn,
  search: whoIsSignedIn,
  getOverview: whoIsSignedIn,

  listJobs: whoIsSignedIn,
  getJob: 'unnnnnn+++uu',
  cancelJob: 'unnnnnn+++uu',

  getStorage: administersServer,
  getOrganizationStorage: managesOrganization,
  getRepositoryStorage: managesImage,
  getTagStorage: holdsImage,
  listCollections: administersServer,
  createCollection: administersServer,
  createStorageMeasurement: administersServer,
  createBlobCheck: administersServer,

  listLoginCommands: whoIsSignedIn,
  createLoginCommand: whoIsSignedIn,
  removeLoginCommand: 'unnnnnn+nnuu',
  listAccessKeys: whoIsSignedIn,
  createAccessKey: whoIsSignedIn,
  updateAccessKey: 'unnnnnn+nnuu',
  removeAccessKey: 'unnnnnn+nnuu',

  listNetworkHosts: whoIsSignedIn,
  getNetwork: administersServer,
  updateDefaultNetworkRule: administersServer,
  createNetworkRule: administersServer,
  updateNetworkRule: administersServer,
  removeNetworkRule: administersServer,

  listShares: managesImage,
  putShares: managesImage,
  removeShare: managesImage,
  listSharedRepositories: whoIsSignedIn,
  // For administrators of a receiving account, of whom there is none here.
  leaveShare: 'unffnnnnnnuu',

  listEvents: managesOrganization,
  getAudit: administersServer,

  createDiagnosis: whoIsSignedIn,
  // About another: of an account's users for its administrators, of an image for who manages it.
  createAccessCheck: 'uffffff+++uu',
  createCredentialCheck: whoIsSignedIn,
  getConnection: whoIsSignedIn,
  createCertificateCheck: whoIsSignedIn,
  listRefusals: whoIsSignedIn,
  getRefusal: 'unnnnnn+++uu',
};

// To a client, what is hidden and what is not there are denied alike: only a HEAD of a blob says 404 of both.
const pulls = 'uf+f+++++++u';
const pushes = 'ufffff+++++u';
const deletes = 'uffffff+++fu';

/** Every route of the registry, by method and resource. */
export const registryTable: Record<string, string> = {
  'GET base': 'u++++++++++u',
  'HEAD base': 'u++++++++++u',
  'GET catalog': 'u++++++++++u',
  'GET tags': pulls,
  'GET manifest': pulls,
  'HEAD manifest': pulls,
  'PUT manifest': pushes,
  'DELETE manifest': deletes,
  'GET referrers': pulls,
  'GET blob': pulls,
  'HEAD blob': 'un+n+++++++u',
  'DELETE blob': deletes,
  'POST uploads': pushes,
  'GET upload': pushes,
  'PATCH upload': pushes,
  'PUT upload': pushes,
  'DELETE upload': pushes,
};
