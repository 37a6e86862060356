import { archivesPath, type EventType, eventTypes, type Operation, routeOf, routes } from '@wharf/api';
import { routesOfRegistry } from '@wharf/registry';
import { describe, expect, it } from 'vitest';

type Told = { events: EventType[] } | { none: string };

/** What each changing operation of the console's API leaves on the record. */
const operations: Partial<Record<Operation, Told>> = {
  signIn: { events: ['SignedIn', 'SignInRefused'] },
  completeSignIn: { events: ['SignedIn', 'SignInRefused'] },
  beginSecondFactor: { events: ['PasswordRefused'] },
  confirmSecondFactor: { events: ['SecondFactorAdded'] },
  createRecoveryCodes: { events: ['RecoveryCodesCreated', 'PasswordRefused'] },
  removeSecondFactor: { events: ['SecondFactorRemoved', 'PasswordRefused'] },
  beginIdentityLink: { events: ['PasswordRefused', 'IdentityLinked'] },
  removeIdentity: { events: ['IdentityUnlinked'] },
  resetSecondFactor: { events: ['SecondFactorRemoved'] },
  signOut: { events: ['SignedOut'] },
  removeSession: { events: ['SignedOut'] },
  signOutEverywhere: { events: ['SessionsEnded'] },
  changePassword: { events: ['PasswordChanged', 'PasswordRefused'] },
  createUser: { events: ['UserCreated'] },
  updateUser: { events: ['UserUpdated'] },
  removeUser: { events: ['UserRemoved'] },
  createAccount: { events: ['AccountCreated'] },
  updateAccount: { events: ['AccountUpdated'] },
  removeAccount: { events: ['AccountRemoved'] },
  createRobot: { events: ['RobotCreated'] },
  updateRobot: { events: ['RobotUpdated'] },
  rotateRobot: { events: ['RobotRotated'] },
  removeRobot: { events: ['RobotRemoved'] },
  createOrganization: { events: ['OrganizationCreated'] },
  updateOrganization: { events: ['OrganizationUpdated'] },
  removeOrganization: { events: ['OrganizationRemoved'] },
  putGrant: { events: ['GrantPut'] },
  removeGrant: { events: ['GrantRemoved'] },
  updateRepository: { events: ['RepositoryUpdated'] },
  createFileIndex: { none: 'reads a layer again; nothing that anybody sees differs but a list of its files' },
  previewDeletion: { none: 'only reads' },
  createDeletion: { events: ['ContentDeleted', 'ManifestRemoved', 'TagRemoved', 'RepositoryRemoved'] },
  restoreDeletion: { events: ['DeletionRestored'] },
  letGoDeletion: { events: ['DeletionLetGo'] },
  emptyRecycleBin: { events: ['DeletionLetGo'] },
  copyTag: { events: ['ManifestPushed', 'TagCreated', 'TagMoved'] },
  moveTag: { events: ['TagCreated', 'TagMoved'] },
  planPageUpload: { none: 'only reads' },
  checkPageUploadQuotas: { none: 'only reads' },
  createPushToken: { none: 'what is pushed with the token is an event, with the session as its credential' },
  createLayer: { none: 'a layer is part of a push, which its manifest tells' },
  putShares: { events: ['ShareCreated', 'ShareChanged', 'ShareReceived', 'ReceivedShareChanged'] },
  leaveShare: { events: ['ShareLeft', 'ReceivedShareLeft'] },
  removeShare: { events: ['ShareRemoved', 'ReceivedShareRemoved'] },
  updateOrganizationResourceTags: { events: ['ResourceTagsUpdated'] },
  updateRepositoryResourceTags: { events: ['ResourceTagsUpdated'] },
  cancelJob: { events: ['JobCancelled'] },
  createCollection: { events: ['StorageJobCreated'] },
  createStorageMeasurement: { events: ['StorageJobCreated'] },
  createBlobCheck: { events: ['StorageJobCreated'] },
  createDiagnosis: { none: 'only reads what is said about the text' },
  createAccessCheck: { none: 'only answers a question' },
  createCredentialCheck: { events: ['LoginUsed', 'LoginRefused'] },
  createCertificateCheck: { none: 'only looks at a certificate' },
  createLoginCommand: { events: ['LoginCommandCreated'] },
  removeLoginCommand: { events: ['LoginCommandRevoked'] },
  createAccessKey: { events: ['AccessKeyCreated'] },
  updateAccessKey: { events: ['AccessKeyUpdated'] },
  removeAccessKey: { events: ['AccessKeyRemoved'] },
  createNetworkRule: { events: ['NetworkRuleCreated'] },
  updateNetworkRule: { events: ['NetworkRuleUpdated'] },
  removeNetworkRule: { events: ['NetworkRuleRemoved'] },
  updateDefaultNetworkRule: { events: ['DefaultNetworkRuleUpdated'] },
};

/** What each changing route of the registry does; `login` is the token endpoint and Basic. */
const registry: Record<string, Told> = {
  'PUT manifest': { events: ['ManifestPushed', 'TagCreated', 'TagMoved'] },
  'DELETE manifest': { events: ['ManifestRemoved', 'ContentDeleted', 'TagRemoved'] },
  'DELETE blob': { events: ['BlobRemoved'] },
  'POST uploads': { none: 'a blob is part of a push, which its manifest tells' },
  'PATCH upload': { none: 'a blob is part of a push, which its manifest tells' },
  'PUT upload': { none: 'a blob is part of a push, which its manifest tells' },
  'DELETE upload': { none: 'what was not finished was never there for anybody' },
};

/** What is mounted beside the tables, and what reads but is to be known. */
const beside: Record<string, Told> = {
  [`PUT ${archivesPath}`]: { events: ['ManifestPushed', 'TagCreated', 'TagMoved', 'LoginUsed', 'LoginRefused'] },
  'GET /token': { events: ['LoginUsed', 'LoginRefused'] },
  'GET download': { events: ['ImageDownloaded'] },
  'GET manifest': { events: ['ImagePulled'] },
  'GET /oidc/callback': { events: ['SignedIn', 'SignInRefused'] },
  'GET /events/export': { events: ['EventsExported'] },
};

describe('each operation that changes something', () => {
  const changing = (Object.keys(routes) as Operation[]).filter((name) => routeOf(name).method !== 'GET');

  it.each(changing)('of the API is an event, or says why not: %s', (name) => {
    expect(operations[name], `${name}: write its event and name it here, or say why it needs none`).toBeDefined();
  });

  it('of the registry is an event, or says why not', () => {
    const known = routesOfRegistry.filter(({ method }) => method !== 'GET' && method !== 'HEAD');
    expect(known.map(({ method, resource }) => `${method} ${resource}`).sort()).toEqual(Object.keys(registry).sort());
  });

  it('is in the table under a name that the route table has', () => {
    expect(Object.keys(operations).filter((name) => !changing.includes(name as Operation))).toEqual([]);
  });

  it('and each type of event comes from one of them', () => {
    const all = [...Object.values(operations), ...Object.values(registry), ...Object.values(beside)];
    const told = new Set(all.flatMap((one) => (one && 'events' in one ? one.events : [])));
    expect(Object.keys(eventTypes).filter((type) => !told.has(type as EventType))).toEqual([]);
  });
});
