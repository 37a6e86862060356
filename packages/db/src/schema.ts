import type { Visibility } from '@wharf/policies/access';
import type { Generated } from 'kysely';
import type { GrantsTable, RobotsTable, SharesTable } from './schema-access.ts';
import type { AccountsTable, UsersTable } from './schema-accounts.ts';
import type { AccessKeysTable, FailedLoginsTable, RevocationsTable } from './schema-credentials.ts';
import type { EventsTable } from './schema-events.ts';
import type { EventFollowersTable, JobsTable } from './schema-jobs.ts';
import type { StorageLedgersTable } from './schema-ledger.ts';
import type { NetworkRulesTable, NetworkSettingsTable } from './schema-networks.ts';
import type { DeletedManifestsTable, DeletedTagsTable, DeletionsTable, TagChangesTable } from './schema-recycle-bin.ts';
import type { RefusalsTable } from './schema-refusals.ts';
import type { SignInTables } from './schema-sign-in.ts';

export type * from './schema-access.ts';
export type * from './schema-accounts.ts';
export type * from './schema-credentials.ts';
export type * from './schema-events.ts';
export type * from './schema-jobs.ts';
export type * from './schema-ledger.ts';
export type * from './schema-networks.ts';
export type * from './schema-recycle-bin.ts';
export type * from './schema-refusals.ts';
export type * from './schema-sign-in.ts';

/**
 * The tables, the same in both dialects. Ids are UUIDv7 text; times are UTC milliseconds since 1970 (a JS number);
 * booleans are 0 or 1; JSON is text. Names in the database are snake_case; Kysely's CamelCasePlugin is not used: the
 * types say what the SQL says.
 */
export interface Database extends SignInTables {
  accounts: AccountsTable;
  users: UsersTable;
  sessions: SessionsTable;
  temporary_credentials: TemporaryCredentialsTable;
  access_keys: AccessKeysTable;
  failed_logins: FailedLoginsTable;
  revocations: RevocationsTable;
  signing_keys: SigningKeysTable;
  organizations: OrganizationsTable;
  grants: GrantsTable;
  robots: RobotsTable;
  shares: SharesTable;
  repositories: RepositoriesTable;
  manifests: ManifestsTable;
  manifest_blobs: ManifestBlobsTable;
  manifest_children: ManifestChildrenTable;
  tags: TagsTable;
  blobs: BlobsTable;
  repository_blobs: RepositoryBlobsTable;
  upload_sessions: UploadSessionsTable;
  events: EventsTable;
  traffic_days: TrafficDaysTable;
  deletions: DeletionsTable;
  deleted_tags: DeletedTagsTable;
  deleted_manifests: DeletedManifestsTable;
  tag_changes: TagChangesTable;
  layer_contents: LayerContentsTable;
  file_indexes: FileIndexesTable;
  resource_tags: ResourceTagsTable;
  jobs: JobsTable;
  event_followers: EventFollowersTable;
  storage_ledgers: StorageLedgersTable;
  network_rules: NetworkRulesTable;
  network_settings: NetworkSettingsTable;
  refusals: RefusalsTable;
}

/** Console sessions; the cookie holds the secret, the row its sha256. */
export interface SessionsTable {
  id: string;
  user_id: string;
  secret_hash: string;
  csrf_token: string;
  address: string;
  user_agent: string;
  created_at: number;
  used_at: number;
  expires_at: number;
  /** By which provider of an identity (`identities`) it began; null for a password of the user's own. */
  provider: string | null;
}

/** Temporary logins; the password is random, so its sha256 is enough. */
export interface TemporaryCredentialsTable {
  id: string;
  user_id: string;
  /** The user name of `docker login`, unique. */
  login: string;
  secret_hash: string;
  created_at: number;
  expires_at: number;
  last_used_at: number | null;
  revoked_at: number | null;
  last_used_address: Generated<string | null>;
}

/** Keys that sign registry tokens: the newest signs, older ones verify until `retired_at`. */
export interface SigningKeysTable {
  id: string;
  /** JWK as JSON text. */
  private_key: string;
  created_at: number;
  retired_at: number | null;
}

export interface OrganizationsTable {
  id: string;
  account_id: string;
  name: string;
  created_at: number;
  created_by: string;
  /** Public: whoever is signed in may pull its images. */
  visibility: Generated<Visibility>;
}

export interface RepositoriesTable {
  id: string;
  organization_id: string;
  /** Full name, `org/repo`. */
  name: string;
  visibility: Generated<Visibility>;
  created_at: number;
  /** Last push of a manifest; null until the first one: such a repository shows in no list. */
  pushed_at: number | null;
  /** Kept by putManifest and the removals, so that no list counts. */
  tag_count: Generated<number>;
  /** Sizes of its manifests and of the blobs that they name, each once; what lies in the recycle bin does not count. */
  bytes: Generated<number>;
  pulls: Generated<number>;
  pulled_at: number | null;
  category: string | null;
  /** Markdown, at most 30 000 characters. Never selected by a list. */
  description: Generated<string>;
}

export interface ManifestsTable {
  repository_id: string;
  digest: string;
  media_type: string;
  kind: 'image' | 'index';
  artifact_type: string | null;
  subject: string | null;
  config_digest: string | null;
  /** The document's own bytes. */
  size: number;
  /** Config and layers; for an index, its children's content. */
  content_size: number;
  /** JSON: Platform[] */
  platforms: string;
  /** JSON: object of strings, or null. */
  annotations: string | null;
  pushed_at: number;
  pushed_by: string;
  content: Uint8Array;
  /** In the recycle bin since then: it holds its blobs, and no client can see it. */
  deleted_at: number | null;
}

export interface ManifestBlobsTable {
  repository_id: string;
  manifest_digest: string;
  blob_digest: string;
  /** As its manifest's: so a push need not look at each deleted manifest to learn what is in sight. */
  deleted_at: number | null;
}

export interface ManifestChildrenTable {
  repository_id: string;
  manifest_digest: string;
  child_digest: string;
}

export interface TagsTable {
  repository_id: string;
  name: string;
  digest: string;
  /** Sorts as semantic versions do; names that are none sort before all versions. */
  version_key: string;
  pushed_at: number;
  /** The author's name at that time. */
  pushed_by: string;
  pulls: Generated<number>;
  pulled_at: number | null;
}

export interface BlobsTable {
  digest: string;
  size: number;
  storage_key: string;
  created_at: number;
  /** When it was last pushed, mounted or told to exist to somebody who pushes. */
  touched_at: number;
  /** A check found other bytes than the digest says: clients are told that it is absent, so that the next push heals it. */
  broken_at: number | null;
}

export interface RepositoryBlobsTable {
  repository_id: string;
  digest: string;
}

export interface UploadSessionsTable {
  id: string;
  repository_id: string;
  storage_key: string;
  bytes: number;
  /** sha256 of the first `bytes` bytes. */
  digest: string;
  claimed_by: string | null;
  claimed_until: number | null;
  started_at: number;
  touched_at: number;
}

export interface TrafficDaysTable {
  /** `2026-11-24`, UTC. */
  day: string;
  organization_id: string;
  pulls: number;
  pulled_bytes: number;
  pushed_bytes: number;
}

/** Which compressed blobs were verified to hold an uncompressed layer. */
export interface LayerContentsTable {
  /** Digest of the uncompressed tar, as an image config's `rootfs.diff_ids` names it. */
  diff_id: string;
  blob_digest: string;
  compression: 'none' | 'gzip' | 'zstd';
}

/** What files a layer holds, read once. */
export interface FileIndexesTable {
  /** The layer's blob. */
  digest: string;
  state: 'ready' | 'skipped' | 'failed';
  /** Why not ready: a stable word in kebab-case. */
  reason: string | null;
  file_count: number;
  /** Bytes of all regular files. */
  file_bytes: number;
  indexed_at: number;
  /** gzip of JSON lines in the order of the tar (`layer-files/index-lines.ts` of the server); empty unless ready. Last: see `manifests`. */
  entries: Uint8Array;
}

/** key=value on an organization (then `repository_id` is null) or on a repository. */
export interface ResourceTagsTable {
  /** The organization's or the repository's id. */
  resource_id: string;
  key: string;
  value: string;
  organization_id: string | null;
  repository_id: string | null;
}
