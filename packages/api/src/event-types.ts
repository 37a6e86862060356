/**
 * Every type of event, in the past tense, with the trace names (event names of SWR in CTS) that say the same; null where
 * SWR has none. Free of zod. A new type is a line here, and a sentence in both languages of the console (`audit`).
 */
export const eventTypes = {
  SignedIn: null,
  SignInRefused: null,
  SignedOut: null,
  SessionsEnded: null,
  PasswordChanged: null,
  /** Asked for once more within a session, before what changes the login, the own password was wrong. */
  PasswordRefused: null,
  SecondFactorAdded: null,
  SecondFactorRemoved: null,
  RecoveryCodesCreated: null,
  IdentityLinked: null,
  IdentityUnlinked: null,
  /** A client got a registry token, or came with Basic: `docker login` and what follows from it. */
  LoginUsed: null,
  LoginRefused: null,
  LoginCommandCreated: 'createDockerConfig',
  LoginCommandRevoked: null,
  AccessKeyCreated: 'createDockerConfig',
  AccessKeyUpdated: null,
  AccessKeyRemoved: null,

  UserCreated: null,
  UserUpdated: null,
  UserRemoved: null,
  AccountCreated: null,
  AccountUpdated: null,
  AccountRemoved: null,
  RobotCreated: null,
  RobotUpdated: null,
  RobotRotated: null,
  RobotRemoved: null,

  OrganizationCreated: 'createUserNamespace',
  OrganizationUpdated: null,
  OrganizationRemoved: 'deleteUserNamespace',
  GrantPut: 'createUserNamespaceAuth',
  GrantRemoved: 'deleteUserNamespaceAuth',
  ResourceTagsUpdated: null,

  RepositoryUpdated: 'updateImageRepository',
  ShareCreated: 'createImageRepositoryAccessDomain',
  ShareChanged: 'updateImageRepositoryAccessDomain',
  ShareRemoved: 'deleteImageRepositoryAccessDomain',
  /** Given back by the receiving account. */
  ShareLeft: 'deleteImageRepositoryAccessDomain',
  /** The same four on the record of the account that receives. */
  ShareReceived: null,
  ReceivedShareChanged: null,
  ReceivedShareRemoved: null,
  ReceivedShareLeft: null,
  RepositoryRemoved: 'deleteImageRepository',
  ManifestPushed: 'uploadManifest',
  ManifestRemoved: 'deleteImageTag',
  TagCreated: 'createImageTag',
  TagMoved: 'createImageTag',
  TagRemoved: 'deleteImageTag',
  ContentDeleted: 'deleteImageTag',
  DeletionRestored: null,
  DeletionLetGo: null,
  BlobRemoved: null,
  ImagePulled: 'downloadImageLayer',
  ImageDownloaded: 'downloadImageLayer',

  NetworkRuleCreated: null,
  NetworkRuleUpdated: null,
  NetworkRuleRemoved: null,
  DefaultNetworkRuleUpdated: null,

  JobCancelled: null,
  StorageJobCreated: null,
  EventsExported: null,
} as const satisfies Record<string, string | null>;

export type EventType = keyof typeof eventTypes;

/** What of an event decides its trace name, beside its type. */
interface TraceFacts {
  credentialKind: string | null;
  repository: string | null;
  payload: Record<string, unknown>;
}

/** The trace name of an event; null where SWR has none. */
export function traceOf(type: string, { credentialKind, repository, payload }: TraceFacts): string | null {
  // What a session pushes is a page upload.
  if (type === 'ManifestPushed' && credentialKind === 'session') return 'postMultipartImagePackage';
  if (type === 'ContentDeleted' && payload.kind === 'repository') return 'deleteImageRepository';
  const known = eventTypes[type as EventType] ?? null;
  // A grant on images alone.
  return (repository || payload.pattern) && known?.includes('UserNamespaceAuth')
    ? known.replace('UserNamespaceAuth', 'UserRepositoryAuth')
    : known;
}

const reading = 'reading the console changes nothing, and is not recorded';
const partOfPush = 'a push tells once, by its manifest';
const later = 'Wharf has nothing of the kind yet';

/** Trace names that no event of ours has, and why. */
export const unrecordedTraces: Record<string, string> = {
  uploadImagePackage: 'an older name of postMultipartImagePackage',
  getDomainOverview: reading,
  getDomainResourceReports: reading,
  listUserNamespaces: reading,
  showUserNamespace: reading,
  showUserNamespaceAuth: reading,
  updateUserNamespaceAuth: 'a grant is put, whether it was there or not: createUserNamespaceAuth',
  createImageRepository: 'the first push makes the image: uploadManifest',
  showImageRepository: reading,
  listImageRepositories: reading,
  listImageTags: reading,
  showUserRepositoryAuth: reading,
  updateUserRepositoryAuth: 'a grant is put, whether it was there or not: createUserRepositoryAuth',
  createRetention: later,
  deleteRetention: later,
  showRetention: reading,
  updateRetention: later,
  listRetentions: reading,
  listRetentionHistories: reading,
  createTrigger: later,
  updateTrigger: later,
  deleteTrigger: later,
  createUserCollections: later,
  deleteUserCollections: later,
  createBlob: partOfPush,
  updateImageLayerChunk: partOfPush,
  updateImageLayer: partOfPush,
  showImageRepositoryAccessDomain: reading,
  listImageRepositoryAccessDomain: reading,
  createRepoShare: 'an older name of createImageRepositoryAccessDomain',
  deleteRepoShare: 'an older name of deleteImageRepositoryAccessDomain',
  getRepoShare: reading,
  updateRepoShare: 'an older name of updateImageRepositoryAccessDomain',
  listRepoShares: reading,
};
