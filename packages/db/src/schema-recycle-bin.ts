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
  /** What the repository's content became smaller by, without what came back since. */
  bytes: number;
  /** JSON: {visibility, category, description, resourceTags, shares} of a deleted repository, else null. */
  attributes: string | null;
}

export interface DeletedTagsTable {
  deletion_id: string;
  repository_id: string;
  name: string;
  digest: string;
  pushed_at: number;
  pushed_by: string;
  pulls: number;
  pulled_at: number | null;
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
