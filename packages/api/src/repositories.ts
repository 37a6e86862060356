import { z } from 'zod';
import { categories, countCharacters, descriptionLimit } from './categories.ts';
import { endpoint } from './endpoint.ts';
import { digestText, level, organizationName, platform, repositoryParams, tagName, visibility } from './names.ts';
import { bytes, page, pageQuery, time } from './page.ts';
import { resourceTagFilter, resourceTagList } from './resource-tags.ts';

export const repository = z.object({
  id: z.string(),
  organization: z.string(),
  /** Below the organization. */
  path: z.string(),
  visibility,
  /** What the caller may do here: `read` at least. */
  level,
  /** The level that the caller holds; null for who may read it because it, or its organization, is public, or because it is shared. */
  held: level.nullable(),
  tagCount: z.number().int(),
  bytes,
  pulls: z.number().int(),
  pushedAt: time,
  pulledAt: time.nullable(),
  category: z.enum(categories).nullable(),
  /** Empty for who holds no level on it. */
  resourceTags: resourceTagList,
  /** Accounts that it is shared with now; 0 for who holds no level on it. */
  shareCount: z.number().int().nonnegative(),
});
export type Repository = z.output<typeof repository>;

/** With what no list carries. */
export const repositoryDetail = repository.extend({
  /** Markdown. */
  description: z.string(),
  /** The share by which the caller may pull it, when nothing else lets him: with the account that shares it. */
  receivedShare: z.object({ account: z.string(), expiresAt: time.nullable() }).nullable(),
});
export type RepositoryDetail = z.output<typeof repositoryDetail>;

export const tag = z.object({
  name: z.string(),
  digest: z.string(),
  mediaType: z.string(),
  kind: z.enum(['image', 'index']),
  /** For what is no container image (Helm charts, signatures ...), else null. */
  artifactType: z.string().nullable(),
  platforms: z.array(platform),
  /** Bytes of content. */
  size: bytes,
  pushedAt: time,
  /** Null for who holds no level on the repository: a share or public sight tells nothing of people. */
  pushedBy: z.string().nullable(),
  pulls: z.number().int(),
  pulledAt: time.nullable(),
});
export type Tag = z.output<typeof tag>;

const layer = z.object({
  digest: z.string(),
  mediaType: z.string(),
  size: bytes,
  /** The instruction that made it, or null when the config's history does not tell. */
  createdBy: z.string().nullable(),
});

export const manifestView = z.object({
  digest: z.string(),
  mediaType: z.string(),
  kind: z.enum(['image', 'index']),
  artifactType: z.string().nullable(),
  /** The document's own bytes. */
  size: bytes,
  contentSize: bytes,
  platforms: z.array(platform),
  annotations: z.record(z.string(), z.string()),
  pushedAt: time,
  /** Null for who holds no level on the repository: a share or public sight tells nothing of people. */
  pushedBy: z.string().nullable(),
  /** Tags of this repository that point here; at most 100. */
  tags: z.array(z.string()),
  /** Of an image; null when it has no config that reads as one (an artifact). */
  config: z
    .object({
      digest: z.string(),
      created: z.string().nullable(),
      author: z.string().nullable(),
      user: z.string().nullable(),
      workingDir: z.string().nullable(),
      entrypoint: z.array(z.string()),
      command: z.array(z.string()),
      env: z.array(z.string()),
      exposedPorts: z.array(z.string()),
      volumes: z.array(z.string()),
      labels: z.record(z.string(), z.string()),
      stopSignal: z.string().nullable(),
    })
    .nullable(),
  layers: z.array(layer),
  /** Instructions in order; those that made a layer name its index in `layers`. */
  history: z.array(
    z.object({ createdBy: z.string(), created: z.string().nullable(), layer: z.number().int().nullable() }),
  ),
  /** Of an index: each child with its platform. */
  children: z.array(
    z.object({ digest: z.string(), mediaType: z.string(), size: bytes, platform: platform.nullable() }),
  ),
  /** The document as pushed, as text. */
  raw: z.string(),
});
export type ManifestView = z.output<typeof manifestView>;

const descriptionText = z.string().refine((text) => countCharacters(text) <= descriptionLimit, 'too-long');

export const repositoryEndpoints = {
  listRepositories: endpoint({
    query: pageQuery(['name', '-name', 'pushedAt', '-pushedAt', 'pulls', '-pulls', 'bytes', '-bytes']).extend({
      organization: organizationName.optional(),
      visibility: visibility.optional(),
      category: z.enum(categories).optional(),
      resourceTag: resourceTagFilter,
      /** Only what is shared with other accounts, also by a share that has ended. */
      shared: z.literal('yes').optional(),
    }),
    result: page(repository),
  }),
  getRepository: endpoint({ params: repositoryParams, result: repositoryDetail }),
  /** The visibility needs manage, the rest edit. What is left out stays as it is. */
  updateRepository: endpoint({
    params: repositoryParams,
    body: z.object({
      visibility: visibility.optional(),
      category: z.enum(categories).nullable().optional(),
      description: descriptionText.optional(),
    }),
    result: repositoryDetail,
  }),
  listTags: endpoint({
    params: repositoryParams,
    query: pageQuery(['name', '-name', 'pushedAt', '-pushedAt', 'version', '-version']),
    result: page(tag),
  }),
  getTag: endpoint({ params: repositoryParams.extend({ tag: tagName }), result: tag }),
  getManifest: endpoint({ params: repositoryParams.extend({ digest: digestText }), result: manifestView }),
};
