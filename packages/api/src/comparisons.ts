import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { fileType } from './files.ts';
import { platform } from './names.ts';
import { bytes, time } from './page.ts';

const count = z.number().int().nonnegative();

/** One of two images, as it was found. */
const side = z.object({
  organization: z.string(),
  repository: z.string(),
  tag: z.string().nullable(),
  /** The index through which the platform was chosen. */
  index: z.string().nullable(),
  digest: z.string(),
  platform: platform.nullable(),
  /** Of the index, to choose among. */
  platforms: z.array(platform),
  pushedAt: time,
  /** Bytes of content. */
  size: bytes,
  layerCount: count,
});
export type ComparedSide = z.output<typeof side>;

/** A value on both sides, null where there is none. What is equal is not listed. */
const difference = z.object({ name: z.string(), left: z.string().nullable(), right: z.string().nullable() });
export type Difference = z.output<typeof difference>;

const comparedLayer = z.object({
  digest: z.string(),
  size: bytes,
  /** The instruction that made it; null when nobody knows. */
  createdBy: z.string().nullable(),
  where: z.enum(['both', 'left', 'right']),
});
export type ComparedLayer = z.output<typeof comparedLayer>;

const comparedStep = z.object({ createdBy: z.string(), where: z.enum(['both', 'left', 'right']) });
export type ComparedStep = z.output<typeof comparedStep>;

export const comparison = z.object({
  left: side,
  right: side,
  /** Both are the same manifest. */
  same: z.boolean(),
  /** Fields of the config by their names in `ManifestView.config`; lists are joined by line feeds. */
  config: z.array(difference),
  environment: z.array(difference),
  labels: z.array(difference),
  annotations: z.array(difference),
  /** The build's steps as one list, in which both sides keep their order. */
  history: z.array(comparedStep),
  /** Layers in the same way. */
  layers: z.array(comparedLayer),
  sizes: z.object({ left: bytes, right: bytes, shared: bytes, leftOnly: bytes, rightOnly: bytes }),
});
export type Comparison = z.output<typeof comparison>;

const fileState = z.object({
  type: fileType,
  size: bytes,
  mode: count,
  uid: count,
  gid: count,
  link: z.string().nullable(),
});

export const fileDifference = z.object({
  path: z.string(),
  change: z.enum(['added', 'removed', 'changed']),
  /** Null: it is not there. */
  left: fileState.nullable(),
  right: fileState.nullable(),
  /** Whether the content differs; false of what was changed means that only its mode or owner was. */
  content: z.boolean(),
});
export type FileDifference = z.output<typeof fileDifference>;

export const fileComparison = z.object({
  /** `pending`: an index is being made. `incomplete`: without the layers that have none. */
  state: z.enum(['ready', 'incomplete', 'pending', 'too-large']),
  added: z.object({ count, bytes }),
  removed: z.object({ count, bytes }),
  changed: z.object({ count, left: bytes, right: bytes }),
  items: z.array(fileDifference),
  /** Of those that `change` and `q` leave. */
  total: count,
});
export type FileComparison = z.output<typeof fileComparison>;

/** See `parseImageAddress`. */
const sides = z.object({ left: z.string().max(1000), right: z.string().max(1000) });

export const comparisonEndpoints = {
  /** Two images, in any repositories that the caller can read. */
  getComparison: endpoint({ query: sides, result: comparison }),
  /** Their files: at most 500 at a time, in order of path. A directory of one side is listed by what it holds. */
  getFileComparison: endpoint({
    query: sides.extend({
      change: z.enum(['added', 'removed', 'changed']).optional(),
      q: z.string().trim().max(200).optional(),
      offset: z.coerce.number().int().min(0).default(0),
    }),
    result: fileComparison,
  }),
};
