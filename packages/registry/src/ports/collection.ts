import type { Digest } from '@wharf/oci';

export interface StoredBlob {
  digest: Digest;
  /** Bytes. */
  size: number;
  storageKey: string;
}

export interface CheckedBlob extends StoredBlob {
  /** A check found other bytes than the digest says. */
  broken: boolean;
}

/** One stretch of a walk over all rows: small, so that nobody waits for it long. */
export interface Step {
  /** Where the last stretch ended; undefined begins. */
  after: string | undefined;
  /** Rows to look at. */
  limit: number;
  /** What was touched since then stays. */
  untouchedSince: Date;
}

export interface Stretch {
  /** Rows looked at. */
  seen: number;
  /** Where the next stretch begins; undefined: there is none. */
  next: string | undefined;
}

/**
 * What collection needs to know and to do. A link (that a repository holds a blob) is garbage when none of the repository's manifests,
 * those in the recycle bin included, names the blob; a blob when no repository holds it; both only if the blob is
 * untouched. Safe beside every method of `Metadata`: what was told to exist less than the grace time ago is there.
 * One contract suite (`contract/collection.ts`) proves every implementation.
 */
export interface Collection {
  /** For progress. */
  countLinks(): Promise<number>;
  countBlobs(): Promise<number>;
  /** Takes garbage links away, each repository in a transaction of its own. */
  removeLinks(step: Step): Promise<Stretch & { removed: number }>;
  /** Takes garbage blobs away; their objects are left to the caller. */
  removeBlobs(step: Step): Promise<Stretch & { removed: StoredBlob[] }>;
  /** The blobs that `removeBlobs` would take after `removeLinks`; takes nothing. */
  findGarbage(step: Step): Promise<Stretch & { blobs: StoredBlob[] }>;
  /** All blobs, broken ones too, in order of digest. */
  listBlobs(after: string | undefined, limit: number): Promise<CheckedBlob[]>;
  /** Marks the blob as broken since `at`, or as whole; false when its bytes lie elsewhere by now, or it is marked so already. */
  markBlob(digest: Digest, storageKey: string, brokenAt: Date | undefined): Promise<boolean>;
}
