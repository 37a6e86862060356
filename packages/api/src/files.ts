import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { digestText, repositoryParams } from './names.ts';
import { bytes } from './page.ts';

const count = z.number().int().nonnegative();

/** What is known of one layer's files. */
export const layerFiles = z.object({
  digest: z.string(),
  /** Bytes as stored. */
  size: bytes,
  mediaType: z.string(),
  /**
   * `absent`: nobody has asked for its index. `skipped` and `failed` say why in `reason`; a failed one can be asked for
   * again.
   */
  state: z.enum(['ready', 'skipped', 'failed', 'waiting', 'running', 'absent']),
  /**
   * `foreign`, `encrypted`, `media-type`, `too-many-files`, `bomb`, `compression`, `not-a-tar`, `truncated`, `corrupt`,
   * `blob-missing`, `internal`
   */
  reason: z.string().nullable(),
  /** Of a running one: stored bytes that were read. */
  done: bytes.nullable(),
  fileCount: count.nullable(),
  /** Bytes of its files. */
  fileBytes: bytes.nullable(),
  /** Of its files' bytes, what later layers delete or write anew; null until every layer is known. */
  wastedBytes: bytes.nullable(),
});
export type LayerFiles = z.output<typeof layerFiles>;

export const fileIndex = z.object({
  /** `pending`: some layer has no index yet. `ready`: it can be browsed, without what was skipped or failed. */
  state: z.enum(['pending', 'ready', 'too-large']),
  layers: z.array(layerFiles),
  /** Of the merged file system; null until it is ready. */
  total: z
    .object({
      files: count,
      bytes,
      wastedBytes: bytes,
      /** The largest of them by path, at most 100. */
      wasted: z.array(
        z.object({
          path: z.string(),
          bytes,
          /** How often it was written in vain. */
          times: count,
        }),
      ),
    })
    .nullable(),
});
export type FileIndex = z.output<typeof fileIndex>;

export const fileType = z.enum(['file', 'directory', 'symlink', 'hardlink', 'character', 'block', 'fifo']);
export type FileType = z.output<typeof fileType>;

export const fileMark = z.enum(['added', 'changed', 'deleted']);
export type FileMark = z.output<typeof fileMark>;

export const fileEntry = z.object({
  /** From the root, without a slash at either end. */
  path: z.string(),
  name: z.string(),
  type: fileType,
  /** Permission bits. */
  mode: count,
  uid: count,
  gid: count,
  /** Of a file; of a directory, of all files below: as they are, or as far as the layer that is looked at wrote or deleted them. */
  size: bytes,
  /** Files below a directory, counted in the same way. */
  files: count.nullable(),
  /** The target as it is written in a link. */
  link: z.string().nullable(),
  /** Where in this image a link leads, when it is there. */
  target: z.object({ path: z.string(), directory: z.boolean() }).nullable(),
  /** Place in the manifest of the layer that it comes from; null for a directory that no layer states. */
  layer: count.nullable(),
  /** What the layer that is looked at did; null for a directory that only holds changes, and in the merged file system. */
  mark: fileMark.nullable(),
  /** A changed file whose content is what it was before: its mode or owner was changed, or it was written for nothing. */
  sameContent: z.boolean(),
});
export type FileEntry = z.output<typeof fileEntry>;

/** How many entries one answer lists. */
export const filePageLimit = 500;

const manifestParams = repositoryParams.extend({ digest: digestText });
/** `usr/bin`; slashes at the ends are left out, the root is empty. */
const path = z.string().max(4096).default('');
/** Place of a layer in the manifest, from 0; left out, the merged file system is meant. */
const layer = z.coerce.number().int().min(0).max(10_000).optional();

export const fileEndpoints = {
  /** How far the file indexes of an image are. Needs read, as all of these. */
  getFileIndex: endpoint({ params: manifestParams, result: fileIndex }),
  /** Asks for the indexes that are absent or failed; answers how it stands then. */
  createFileIndex: endpoint({ params: manifestParams, result: fileIndex }),
  /** One directory; 404 when there is none, 503 `unavailable` while an index is being made. */
  listFiles: endpoint({
    params: manifestParams,
    query: z.object({
      path,
      layer,
      sort: z.enum(['name', '-size']).default('name'),
      /** How many to leave out: what a digest names does not change, so a place in the list stays what it is. */
      offset: z.coerce.number().int().min(0).default(0),
    }),
    result: z.object({
      /** In the order asked for; by name, directories come first. */
      items: z.array(fileEntry),
      total: count,
    }),
  }),
  /** Entries whose name (with a slash in `q`: whose path) holds `q` in any case, in order of path. */
  searchFiles: endpoint({
    params: manifestParams,
    query: z.object({ q: z.string().trim().min(1).max(200), layer }),
    result: z.object({
      /** At most 200. */
      items: z.array(fileEntry),
      more: z.boolean(),
    }),
  }),
  /** The beginning of a file. */
  getFileText: endpoint({
    params: manifestParams,
    query: z.object({ path, layer }),
    result: z.object({
      file: fileEntry,
      /** The first 256 KiB; null when it is no text. */
      text: z.string().nullable(),
      truncated: z.boolean(),
    }),
  }),
};
