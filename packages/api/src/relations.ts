import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { digestText, repositoryParams } from './names.ts';
import { bytes, time } from './page.ts';

/** A manifest that says something of another one. */
export const referrer = z.object({
  digest: z.string(),
  /** What it refers to: the manifest asked for, or another referrer of the answer. */
  subject: z.string(),
  mediaType: z.string(),
  artifactType: z.string().nullable(),
  purpose: z.enum(['signature', 'sbom', 'attestation', 'other']),
  /** The tag by which it was found, where it has no `subject` of its own (cosign's `sha256-….sig`), else null. */
  tag: z.string().nullable(),
  /** Bytes of content. */
  size: bytes,
  pushedAt: time,
  /** Null for who holds no level on the repository: a share or public sight tells nothing of people. */
  pushedBy: z.string().nullable(),
});
export type Referrer = z.output<typeof referrer>;

/** Where a manifest lies, among what the caller can read. */
export const manifestPlace = z.object({
  organization: z.string(),
  repository: z.string(),
  /** In order of name, at most 10. */
  tags: z.array(z.string()),
  pushedAt: time,
});
export type ManifestPlace = z.output<typeof manifestPlace>;

const manifestParams = repositoryParams.extend({ digest: digestText });

export const relationEndpoints = {
  /** The referrers of a manifest and theirs, each once, before those that refer to it. */
  getReferrerTree: endpoint({
    params: manifestParams,
    /** At most 200, at most 5 steps away. */
    result: z.object({ items: z.array(referrer), more: z.boolean() }),
  }),
  /** Every repository that holds the manifest and that the caller can read, this one too. */
  listManifestPlaces: endpoint({
    params: manifestParams,
    /** At most 100, in order of name. */
    result: z.object({ items: z.array(manifestPlace), more: z.boolean() }),
  }),
};
