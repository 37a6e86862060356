import type { Descriptor, Digest, Platform, Reference, RepositoryName, Tag } from '@wharf/oci';

/** Who did something: kept with what was done, as an id and as the name at that time. */
export interface Author {
  /** User id, or undefined for an anonymous caller. */
  id: string | undefined;
  name: string;
  /** From where and with which credential, as far as it is known; kept in the events. */
  came?: Provenance;
}

export interface Provenance {
  /** Empty where it is not known. */
  address: string;
  credential: { kind: string; name: string };
  requestId?: string;
}

export interface RepositoryRecord {
  id: string;
  name: RepositoryName;
}

export interface ManifestRecord {
  repositoryId: string;
  digest: Digest;
  mediaType: string;
  /** The exact bytes that were pushed; their hash is `digest`. Not to be changed: rows may be cached. */
  content: Uint8Array;
}

export interface BlobRecord {
  repositoryId: string;
  digest: Digest;
  /** Bytes. */
  size: number;
  storageKey: string;
}

/** What a manifest needs from its repository before it may be put. */
export interface ManifestNeeds {
  /** Config and layers (those without `urls`), each once. */
  blobs: Digest[];
  /** Children of an index, each once. */
  manifests: Digest[];
}

export interface PutManifest {
  name: RepositoryName;
  digest: Digest;
  mediaType: string;
  content: Uint8Array;
  /** Tags to point at it: none for a put by digest. */
  tags: Tag[];
  artifactType: string | undefined;
  subject: Digest | undefined;
  annotations: Record<string, string> | undefined;
  kind: 'image' | 'index';
  configDigest: Digest | undefined;
  /** Config and layers, or children: bytes that a pull of this document alone transfers, as its descriptors state. */
  contentSize: number;
  /** Platforms to show: of the config for an image, of the children for an index. Platforms named `unknown` are left out. */
  platforms: Platform[];
  needs: ManifestNeeds;
  by: Author;
  at: Date;
}

export type PutManifestResult =
  | { put: true }
  | { put: false; missing: 'blob' | 'manifest'; digest: Digest }
  /** The repository's organization went away. */
  | { put: false; missing: 'organization' };

export type RemoveManifestResult = 'removed' | 'unknown' | { keptBy: Digest };
/** `inRecycleBin`: no manifest that clients see names the blob, but a removed one that can still be restored. */
export type RemoveBlobResult = 'removed' | 'unknown' | { keptBy: Digest; inRecycleBin: boolean };

export interface UploadSession {
  id: string;
  name: RepositoryName;
  storageKey: string;
  /** Bytes that were taken and can be relied on after a restart of the server. */
  offset: number;
  /** sha256 of the bytes up to `offset`. */
  digest: Digest;
  startedAt: Date;
}

export interface FinishUpload {
  id: string;
  /** Who holds the session's claim; left out, nobody may hold it. */
  writer?: string;
  digest: Digest;
  size: number;
  at: Date;
  /** An object with all bytes of the blob, in place of the session's own: only as long as nobody has begun to write that one. */
  whole?: string;
}

/**
 * Which repositories a caller may list: all, or those whose full names lie in one of the ranges (both ends included, in byte
 * order, in any order and overlapping as they like), and the public ones.
 */
export type CatalogScope = { all: true } | { ranges: { first: string; last: string }[]; public: boolean };

export interface Page<Key extends string> {
  limit: number;
  /** The key after which the page begins (the `last` of the spec). */
  last: Key | undefined;
}

export interface ReferrersPage extends Page<string> {
  /** The page ends before the annotations and types in it take more bytes than this; but its first entry always comes. */
  bytes: number;
}

export interface Referrers {
  descriptors: Descriptor[];
  /** More follow the last one: a page may be shorter than asked for. */
  more: boolean;
}

/**
 * The registry's truth: which manifests, tags and blobs a repository holds, and which uploads are under way.
 * Each method is one transaction. Every method that changes what can be pulled also writes its event (outbox).
 * One contract suite (`contract/metadata.ts`) proves every implementation.
 */
export interface Metadata {
  findRepository(name: RepositoryName): Promise<RepositoryRecord | undefined>;
  /** The repository, made when absent; undefined when its organization does not exist. It shows in lists once it holds a manifest. */
  openRepository(name: RepositoryName, at: Date): Promise<RepositoryRecord | undefined>;
  /** Names of repositories that hold a manifest, in byte order. */
  listRepositories(scope: CatalogScope, page: Page<string>): Promise<string[]>;

  /** The hot path of every pull: one query. */
  findManifest(name: RepositoryName, reference: Reference): Promise<ManifestRecord | undefined>;
  /**
   * Whether an upload to `name` could still become content; undefined, at once, when nothing bounds it. What it lets pass may
   * be refused later: `putManifest` decides.
   * @throws QuotaExceeded
   */
  checkQuota(name: RepositoryName): Promise<void> | undefined;
  /**
   * Checks `needs` and writes manifest, references, tags and events in one transaction. Idempotent.
   * @throws QuotaExceeded when the repository, its tags or its bytes would be more than the account may have: pushes at the same
   *   time never pass a quota together. What makes nothing larger is never refused
   */
  putManifest(put: PutManifest): Promise<PutManifestResult>;
  /**
   * Removes a manifest with its tags; kept when an index of the repository names it as child. What is removed may be kept out of
   * sight, to be restored; pushing it again brings it back.
   */
  removeManifest(name: RepositoryName, digest: Digest, by: Author, at: Date): Promise<RemoveManifestResult>;
  removeTag(name: RepositoryName, tag: Tag, by: Author, at: Date): Promise<boolean>;
  /** Tags in byte order; undefined when the repository does not exist. */
  listTags(name: RepositoryName, page: Page<string>): Promise<string[] | undefined>;
  /** Manifests whose subject is `subject`, in digest order, as the descriptors of a referrers response. */
  listReferrers(
    name: RepositoryName,
    subject: Digest,
    artifactType: string | undefined,
    page: ReferrersPage,
  ): Promise<Referrers>;

  /** A broken blob is as absent. */
  findBlob(name: RepositoryName, digest: Digest): Promise<BlobRecord | undefined>;
  /**
   * As `findBlob`, for who is going to rely on the answer: counts as use of the blob. Writes nothing when it was used after
   * `usedSince`.
   */
  holdBlob(name: RepositoryName, digest: Digest, at: Date, usedSince: Date): Promise<BlobRecord | undefined>;
  /** Makes a blob of `from` a blob of `to`; undefined when `from` does not hold it. Counts as use of the blob. */
  mountBlob(from: RepositoryName, to: RepositoryName, digest: Digest, at: Date): Promise<BlobRecord | undefined>;
  /** Takes the blob out of the repository; kept when a manifest there names it. Its bytes wait for collection. */
  removeBlob(name: RepositoryName, digest: Digest, by: Author, at: Date): Promise<RemoveBlobResult>;

  /** Undefined when the organization does not exist. May skip the disk flush: an upload is not yet acknowledged content. */
  createUpload(session: Omit<UploadSession, 'offset' | 'digest'>): Promise<UploadSession | undefined>;
  findUpload(name: RepositoryName, id: string): Promise<UploadSession | undefined>;
  /**
   * Makes this process the session's only writer until `until`; false when another one holds it. Renewed by claiming
   * again. `releaseClaims` at start frees what an earlier life of this node held.
   */
  claimUpload(id: string, writer: string, at: Date, until: Date): Promise<boolean>;
  /** Records progress and gives up the claim. False, and nothing is recorded, when `writer` does not hold the claim. */
  saveUpload(id: string, writer: string, progress: { offset: number; digest: Digest; at: Date }): Promise<boolean>;
  releaseClaims(writerPrefix: string): Promise<void>;
  /**
   * Turns a session into a blob of its repository, durably. When the content was there already, the older bytes stay and
   * `spare` names the object of this upload, for removal; of a broken blob the new bytes stay, and the older ones are spare.
   * Undefined, and nothing happens, when the session is gone, another writer holds its claim, or `whole` comes too late.
   */
  finishUpload(finish: FinishUpload): Promise<{ spare: string | undefined } | undefined>;
  /** Lets a blob's bytes lie at `to` from now on, durably; false when they no longer lie at `from`. */
  replaceBlobObject(digest: Digest, from: string, to: string): Promise<boolean>;
  /** Ends a session; gives the key of its object for removal. */
  removeUpload(name: RepositoryName, id: string): Promise<string | undefined>;
  /** Sessions untouched since `before`, for the purge. */
  listStaleUploads(before: Date, limit: number): Promise<{ id: string; name: RepositoryName }[]>;
  /** Which of `keys` neither a blob nor a session names. */
  findOrphans(keys: string[]): Promise<string[]>;
}
