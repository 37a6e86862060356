import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { digestText, organizationName, organizationParams, platform, repositoryParams, tagName } from './names.ts';
import { bytes, page, pageQuery, time } from './page.ts';

/** Names or digests that one deletion lists at most; more go by a filter. */
export const deletionLimit = 400;

const named = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(deletionLimit);

/** What to delete of one repository. */
export const deletionSelection = z.union([
  z.strictObject({ tags: named(tagName) }),
  /** Every tag that `q` finds in `listTags` (empty: all) and that was there when the deletion was asked for. */
  z.strictObject({
    filter: z.strictObject({ q: z.string().trim().max(200) }),
    except: z.array(tagName).max(deletionLimit).default([]),
  }),
  z.strictObject({ manifests: named(digestText) }),
  /** All that it holds; what the repository says of itself (visibility, description ...) is kept with it. */
  z.strictObject({ repository: z.literal(true) }),
]);
export type DeletionSelection = z.output<typeof deletionSelection>;

const count = z.number().int().nonnegative();

export const deletionPreview = z.object({
  tags: count,
  /** Of those, in order of name, at most 20. */
  tagNames: z.array(z.string()),
  /** Manifests that nothing names any more then, with the images of their indexes and what refers to them. */
  manifests: count,
  /** Of those: signatures, SBOMs and the like that refer to another one of them. */
  referrers: count,
  /** Manifests at the deleted tags that stay, because other tags or an index name them. */
  keptManifests: count,
  /** What becomes free for the account at `freedAt`: no other content of it needs it then. Another account may, which is not told. */
  bytesFreed: bytes,
  /** Of the same manifests, what other content needs, in this repository or elsewhere in the account. */
  sharedBytes: bytes,
  /** When the recycle bin lets it go; collection frees it soon after. */
  freedAt: time,
  /** Whether it can be restored until then: false where the server keeps nothing. */
  restorable: z.boolean(),
  /** Accounts that the repository is shared with now, which lose it too. */
  shareCount: count,
  /** It is so much that a job does it. */
  asJob: z.boolean(),
});
export type DeletionPreview = z.output<typeof deletionPreview>;

export const deletion = z.object({
  id: z.string(),
  organization: z.string(),
  /** The repository's path below the organization. */
  repository: z.string(),
  /** Whether the repository holds content now, so that it can be opened. */
  imageThere: z.boolean(),
  kind: z.enum(['tags', 'manifests', 'repository']),
  /** The same for all deletions of one run of a rule. */
  runId: z.string().nullable(),
  /** The rule that deleted, or null: `deletedBy` did. */
  rule: z.string().nullable(),
  deletedBy: z.string(),
  deletedAt: time,
  expiresAt: time,
  tagCount: count,
  /** The first of them in order of name, at most 5. */
  tagNames: z.array(z.string()),
  manifestCount: count,
  /** What the repository's content became smaller by. */
  bytes,
});
export type Deletion = z.output<typeof deletion>;

export const deletedTag = z.object({
  name: z.string(),
  digest: z.string(),
  pushedAt: time,
  pushedBy: z.string(),
  /** Where the tag points now, if it exists again. */
  presentDigest: z.string().nullable(),
  /** Its manifest is gone for good: it cannot be restored. */
  lost: z.boolean(),
});
export type DeletedTag = z.output<typeof deletedTag>;

export const deletedManifest = z.object({
  digest: z.string(),
  mediaType: z.string(),
  kind: z.enum(['image', 'index']),
  artifactType: z.string().nullable(),
  subject: z.string().nullable(),
  platforms: z.array(platform),
  /** Bytes of content. */
  size: bytes,
  pushedAt: time,
});
export type DeletedManifest = z.output<typeof deletedManifest>;

const tagClash = z.object({
  /** Full name. */
  repository: z.string(),
  tag: z.string(),
  digest: z.string(),
});

export const restoration = z.object({
  deletions: count,
  tags: count,
  manifests: count,
  /** Tags that exist again with another digest: they were left as they are, the deleted ones stay in the bin. */
  conflicts: z.array(tagClash.extend({ presentDigest: z.string() })),
  /** Tags whose manifest is gone for good. */
  lost: z.array(tagClash),
});
export type Restoration = z.output<typeof restoration>;

export const tagChange = z.object({
  id: z.string(),
  /** Null: the tag was removed. */
  digest: z.string().nullable(),
  changedBy: z.string(),
  changedAt: time,
  /** What is left of that digest: `current` is where the tag points now. Null for a removal. */
  state: z.enum(['current', 'there', 'in-bin', 'gone']).nullable(),
  /** Bytes of content; null when it is gone. */
  size: bytes.nullable(),
});
export type TagChange = z.output<typeof tagChange>;

const deletionParams = organizationParams.extend({ deletion: z.string() });
const tagParams = repositoryParams.extend({ tag: tagName });

export const recycleBinEndpoints = {
  /** Says what `createDeletion` would do; needs manage. 409 `not-empty` with the reason `contained-in-index` for an index's image. */
  previewDeletion: endpoint({ params: repositoryParams, body: deletionSelection, result: deletionPreview }),
  /** Needs manage. */
  createDeletion: endpoint({
    params: repositoryParams,
    body: deletionSelection,
    result: z.object({
      id: z.string(),
      /** Null while a job does it, and where the server keeps nothing. */
      deletion: deletion.nullable(),
      /** The job that does it. */
      job: z.string().nullable(),
    }),
    status: 201,
  }),
  /** The organization's recycle bin, newest first. `q` finds in names of repositories and tags, and in digests by their beginning. */
  listDeletions: endpoint({
    params: organizationParams,
    query: pageQuery(['deletedAt', '-deletedAt']).extend({
      /** Path below the organization. */
      repository: z.string().max(300).optional(),
      runId: z.string().max(100).optional(),
    }),
    result: page(deletion),
  }),
  getDeletion: endpoint({
    params: deletionParams,
    result: deletion.extend({
      /** At most 500 each, in order of name and digest. */
      tags: z.array(deletedTag),
      manifests: z.array(deletedManifest),
      /** What "delete now" frees for the account. */
      bytesFreed: bytes,
      sharedBytes: bytes,
    }),
  }),
  /** Needs edit; manage for a whole repository, whose visibility comes back with it. */
  restoreDeletion: endpoint({
    params: deletionParams,
    body: z.object({
      /** Tags that exist again move back to what they were. */
      overwrite: z.boolean().default(false),
      /** All deletions of the same run, as far as the caller may restore them. */
      wholeRun: z.boolean().default(false),
    }),
    result: restoration,
  }),
  /** "Delete now": nothing brings it back. Needs manage. */
  letGoDeletion: endpoint({ params: deletionParams }),
  /** "Delete now" for all that lies in the organization's recycle bin. Needs manage. */
  emptyRecycleBin: endpoint({ params: organizationParams, result: z.object({ deletions: count }) }),

  /**
   * Gives the tag's manifest another name, here or in another repository, with all that belongs to it. Needs read here and edit on the
   * target. 409 `name-taken` with the reason `tag-exists` when the name is taken by another digest.
   */
  copyTag: endpoint({
    params: tagParams,
    body: z.object({
      /** Left out: the same organization and repository. */
      to: z.object({
        organization: organizationName.optional(),
        repository: repositoryParams.shape.repository.optional(),
        tag: tagName,
      }),
      /** Signatures, SBOMs and the like come along to another repository. */
      referrers: z.boolean().default(true),
      overwrite: z.boolean().default(false),
    }),
    result: z.object({
      tag: z.string(),
      digest: z.string(),
      /** Where the name pointed before. */
      previous: z.string().nullable(),
      /** Manifests that the target did not hold. */
      manifests: count,
      /** Bytes that the target did not hold; nothing was sent. */
      bytes,
    }),
    status: 201,
  }),
  /** Newest first; also of a tag that is not there any more. Needs a level on the repository: it tells of people and of the bin. */
  listTagChanges: endpoint({ params: tagParams, query: pageQuery(['-changedAt']), result: page(tagChange) }),
  /**
   * Points the tag at a manifest of its repository, out of the recycle bin if it lies there. Needs edit. 404 when that manifest is
   * gone.
   */
  moveTag: endpoint({
    params: tagParams,
    body: z.object({ digest: digestText }),
    result: z.object({ tag: z.string(), digest: z.string(), previous: z.string().nullable() }),
  }),
};
