import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { digestText, organizationParams, repositoryPath, tagName } from './names.ts';
import { bytes, time } from './page.ts';

/** What one plan may ask about, each kind: an archive with more asks again. */
export const planLimit = 300;

/** Content that lies in a repository which the caller can pull: it can be mounted from there. */
const knownBlob = z.object({
  digest: z.string(),
  size: bytes,
  /** Full name, `org/path`; in the organization itself where possible. */
  repository: z.string(),
});

export const uploadPlan = z.object({
  blobs: z.array(knownBlob),
  /** Uncompressed layers of which a verified compressed blob is there. */
  layers: z.array(knownBlob.extend({ diffId: z.string(), mediaType: z.string() })),
  /** What a tag that was asked about points at now; null: it does not exist. */
  tags: z.array(z.object({ repository: z.string(), tag: z.string(), current: z.string().nullable() })),
});
export type UploadPlan = z.output<typeof uploadPlan>;

/** Parts that one check of quotas may ask about: of a larger upload what is checked is less than what comes. */
export const quotaCheckLimit = 1000;

/** A quota that an upload would pass; English words are left to who shows it. */
export const foreseenRefusal = z.object({
  kind: z.enum(['repositories', 'tags', 'bytes']),
  /** The account's name, or for tags the full name of the image. */
  place: z.string(),
  used: z.number().int(),
  limit: z.number().int(),
  /** What would come on top. */
  wanted: z.number().int(),
  /** False: it may fit, when compression makes enough of it. */
  certain: z.boolean(),
});
export type ForeseenRefusal = z.output<typeof foreseenRefusal>;

/** What a `compress-layer` job gives. */
export const madeLayer = z.object({ digest: z.string(), size: bytes, mediaType: z.string() });
export type MadeLayer = z.output<typeof madeLayer>;

/** A repository's full name, as the registry's scopes write it. */
const fullName = z.string().max(300);

export const pageUploadEndpoints = {
  /** Needs edit. Never tells of content that the caller cannot pull. */
  planPageUpload: endpoint({
    params: organizationParams,
    body: z.object({
      digests: z.array(digestText).max(planLimit).default([]),
      /** Uncompressed layers, with their sizes: no stranger's blob that is larger is offered for one. */
      layers: z
        .array(z.object({ diffId: digestText, size: bytes }))
        .max(planLimit)
        .default([]),
      tags: z
        .array(z.object({ repository: repositoryPath, tag: tagName }))
        .max(planLimit)
        .default([]),
    }),
    result: uploadPlan,
  }),
  /** Which quotas of the account an upload would pass, before its first byte. Needs edit. The push itself decides. */
  checkPageUploadQuotas: endpoint({
    params: organizationParams,
    body: z.object({
      parts: z
        .array(
          z.object({
            kind: z.enum(['blob', 'layer']),
            /** Or the diff id of a `layer`. */ digest: digestText,
            size: bytes,
          }),
        )
        .max(quotaCheckLimit),
      images: z
        .array(
          z.object({
            repository: repositoryPath,
            tags: z.array(tagName).max(planLimit),
            /** Places in `parts`. */
            parts: z.array(z.number().int().min(0)).max(quotaCheckLimit),
          }),
        )
        .max(planLimit),
    }),
    result: z.object({ refusals: z.array(foreseenRefusal) }),
  }),
  /**
   * A registry token, as `/token` gives one: pull and push for the organization's `repositories`, and pull for
   * `pullFrom` as far as the caller may. Needs edit. To be renewed at will.
   */
  createPushToken: endpoint({
    params: organizationParams,
    body: z.object({
      repositories: z.array(repositoryPath).min(1).max(10),
      // Both together: a token has to fit into a request's header.
      pullFrom: z.array(fullName).max(20).default([]),
    }),
    result: z.object({ token: z.string(), expiresAt: time }),
    status: 201,
  }),
  /**
   * Makes a layer of an upload that holds its whole uncompressed tar: job `compress-layer`, whose result is `MadeLayer`.
   * The same for the same upload, however often it is asked for. Needs edit.
   */
  createLayer: endpoint({
    params: organizationParams,
    body: z.object({
      repository: repositoryPath,
      /** `Docker-Upload-UUID`. */
      upload: z.uuid(),
      diffId: digestText,
    }),
    result: z.object({ job: z.string() }),
    status: 202,
  }),
};
