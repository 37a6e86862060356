import type { Level, Role, Visibility } from '@wharf/policies/access';
import type { Generated } from 'kysely';

/**
 * The tables, the same in both dialects. Ids are UUIDv7 text; times are UTC milliseconds since 1970 (a JS number);
 * booleans are 0 or 1; JSON is text. Names in the database are snake_case; Kysely's CamelCasePlugin is not used: the
 * types say what the SQL says.
 */
export interface Database {
  accounts: AccountsTable;
  users: UsersTable;
  sessions: SessionsTable;
  temporary_credentials: TemporaryCredentialsTable;
  signing_keys: SigningKeysTable;
  organizations: OrganizationsTable;
  grants: GrantsTable;
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
}

export interface AccountsTable {
  id: string;
  name: string;
  /** How many organizations the account may have. */
  organization_quota: number;
  created_at: number;
}

export interface UsersTable {
  id: string;
  account_id: string;
  /** Unique on the server, lowercase: it is the user name of `docker login`. */
  name: string;
  /** `scrypt$N$r$p$salt$hash` */
  password_hash: string;
  role: Role;
  disabled_at: number | null;
  created_at: number;
  last_signed_in_at: number | null;
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
}

export interface GrantsTable {
  organization_id: string;
  user_id: string;
  level: Level;
  created_at: number;
  created_by: string;
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
  /** Sum of the distinct blobs' and manifests' sizes in this repository. */
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

/** The outbox: written in the transaction that did it. */
export interface EventsTable {
  id: string;
  /** Past tense: ManifestPushed, TagRemoved, ... */
  type: string;
  account_id: string;
  organization_id: string | null;
  repository_id: string | null;
  /** JSON */
  payload: string;
  author_id: string | null;
  author_name: string;
  created_at: number;
}

export interface TrafficDaysTable {
  /** `2026-11-24`, UTC. */
  day: string;
  organization_id: string;
  pulls: number;
  pulled_bytes: number;
  pushed_bytes: number;
}

/**
 * One deletion of one repository's content, as its author meant it: what it took is restored together. The content lies
 * in the recycle bin until `expires_at`.
 */
export interface DeletionsTable {
  id: string;
  organization_id: string;
  repository_id: string;
  kind: 'tags' | 'manifests' | 'repository';
  /** The run of a rule or a job that deletes in several repositories: the same for all its deletions. */
  run_id: string | null;
  /** The rule that deleted; null when a person did. */
  rule: string | null;
  author_id: string | null;
  author_name: string;
  deleted_at: number;
  expires_at: number;
  tag_count: number;
  manifest_count: number;
  /** Content bytes of the manifests that it took, each blob once. */
  bytes: number;
  /** JSON: {visibility, category, description, resourceTags} of a deleted repository, else null. */
  attributes: string | null;
}

export interface DeletedTagsTable {
  deletion_id: string;
  repository_id: string;
  name: string;
  digest: string;
  pushed_at: number;
  pushed_by: string;
}

/** Which manifests (`manifests.deleted_at` set) a deletion holds; a manifest is held by one deletion at most. */
export interface DeletedManifestsTable {
  deletion_id: string;
  repository_id: string;
  digest: string;
}

/** Each change of a tag, written in the transaction that did it. */
export interface TagChangesTable {
  /** UUIDv7: in order of time. */
  id: string;
  repository_id: string;
  tag: string;
  /** Null: the tag was removed. */
  digest: string | null;
  author_id: string | null;
  author_name: string;
  changed_at: number;
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
  /** gzip of JSON lines in path order; empty unless ready. Last: see `manifests`. */
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

export type JobState = 'waiting' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/** Durable background work; `packages/jobs` is its only writer. */
export interface JobsTable {
  id: string;
  kind: string;
  /** JSON, of the kind's own shape. */
  params: string;
  /** Whose it is: null for the server's own. */
  account_id: string | null;
  organization_id: string | null;
  /** Not two unended jobs of the same kind and key. */
  unique_key: string | null;
  state: JobState;
  /** Why a waiting job waits: a word in kebab-case, or null. */
  waits_for: string | null;
  attempts: number;
  max_attempts: number;
  run_at: number;
  leased_by: string | null;
  leased_until: number | null;
  cancel_requested_at: number | null;
  /** JSON {done, total, unit, step}, or null. */
  progress: string | null;
  /** JSON: what it gave, or null. */
  result: string | null;
  /** JSON {code, message} of the last failed attempt, or null. */
  error: string | null;
  author_id: string | null;
  author_name: string;
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
}

/** How far each follower of the outbox has come. */
export interface EventFollowersTable {
  name: string;
  last_event_id: string;
}
