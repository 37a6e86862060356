/** Where the bytes on disk belong, as one walk over everything found; it is replaced by the next one. */
export interface StorageLedgersTable {
  /** Id of an organization or a repository, or `server`. */
  resource_id: string;
  kind: 'server' | 'organization' | 'repository';
  /** Of a repository. */
  organization_id: string | null;
  unique_bytes: number;
  shared_bytes: number;
  bin_bytes: number;
  awaiting_bytes: number;
  upload_bytes: number;
  /** Their sum. */
  bytes: number;
  /** JSON {orphanBytes, diskBytes, blobs, brokenBlobs} of the server, else null. */
  facts: string | null;
  computed_at: number;
}
