import type { FileIndex, LayerFiles } from '@wharf/api';
import { filePageLimit } from '@wharf/api';
import { type Manifest, parseManifest } from '@wharf/oci';
import { atLeast, type Level } from '@wharf/policies/access';
import type { UserActor } from '../../auth/user-actor.ts';
import { ApiError, notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { findNode } from '../../layer-files/file-node.ts';
import { type FileTree, TreeTooLarge } from '../../layer-files/file-tree.ts';
import { cleanPath } from '../../layer-files/index-layer.ts';
import { isPending, layerStates } from '../../layer-files/layer-states.ts';
import type { LoadTree } from '../../layer-files/load-tree.ts';
import { findDocument, removeFailedIndexes } from '../../layer-files/queries.ts';
import { authorizeRepository } from '../authorize.ts';
import { listDirectory, search, showPath } from './browse.ts';
import { enqueueIndexes } from './enqueue-indexes.ts';

export interface ImageParams {
  organization: string;
  repository: string;
  digest: string;
}

/** An image whose files somebody may see. */
export interface ImageFiles {
  repositoryId: string;
  organizationId: string;
  /** What whoever asks holds there; undefined for who may read it because it is public or shared. */
  held: Level | undefined;
  manifest: Manifest;
  layers: LayerFiles[];
}

const searchLimit = 200;

/** @throws ApiError `not-found` */
export async function findImage(services: Services, actor: UserActor, params: ImageParams): Promise<ImageFiles> {
  const { db } = services.database;
  const { id, organization, held } = await authorizeRepository(db, actor, params, 'read', services.now());
  const row = await findDocument(db, id, params.digest);
  if (!row) throw notFound(`the manifest ${params.digest}`);
  const manifest = parseManifest(row.content, row.media_type);
  const layers = manifest.kind === 'image' ? await layerStates(db, id, manifest.layers) : [];
  return { repositoryId: id, organizationId: organization.id, held, manifest, layers };
}

export async function getFileIndex(load: LoadTree, { layers }: ImageFiles): Promise<FileIndex> {
  if (isPending(layers)) return { state: 'pending', layers, total: null };
  try {
    const tree = await loadTree(load, layers);
    return {
      state: 'ready',
      layers: layers.map((layer, index) => ({
        ...layer,
        wastedBytes: layer.state === 'ready' ? (tree.wastedBytes[index] ?? 0) : null,
      })),
      total: {
        files: tree.files,
        bytes: tree.bytes,
        wastedBytes: tree.wastedBytes.reduce((sum, bytes) => sum + bytes, 0),
        wasted: tree.wasted,
      },
    };
  } catch (error) {
    if (error instanceof TreeTooLarge) return { state: 'too-large', layers, total: null };
    throw error;
  }
}

/** A reader may ask for a failed one again only after this: each try reads the whole layer. */
const readerRetryMs = 60 * 60_000;

/** Asks anew for what is absent or failed. */
export async function createFileIndex(services: Services, actor: UserActor, image: ImageFiles): Promise<void> {
  const { repositoryId, organizationId, held, manifest, layers } = image;
  const now = services.now();
  const madeBefore = atLeast(held, 'edit') ? now : new Date(now.getTime() - readerRetryMs);
  const failed = layers.filter(({ state }) => state === 'failed').map(({ digest }) => digest);
  const created = await services.database.db.transaction().execute(async (trx) => {
    await removeFailedIndexes(trx, failed, madeBefore);
    // Who manages the organization sees its tasks, and need not learn who of another account looked at its image.
    const author = held ? { id: actor.id, name: actor.name } : { id: null, name: '' };
    return await enqueueIndexes(trx, { repositoryId, organizationId, manifest }, author, now);
  });
  if (created > 0) services.wakeJobs();
}

/** @throws ApiError `unavailable` while an index is being made, `too-large` */
export async function getTree(load: LoadTree, { layers }: ImageFiles): Promise<FileTree> {
  if (isPending(layers)) {
    const text = "the index of the image's files is still being made";
    throw new ApiError('unavailable', text, { detail: { reason: 'file-index-pending' } });
  }
  try {
    return await loadTree(load, layers);
  } catch (error) {
    if (!(error instanceof TreeTooLarge)) throw error;
    throw new ApiError('too-large', `the image holds ${error.message}`, { detail: { reason: 'too-many-files' } });
  }
}

function loadTree(load: LoadTree, layers: readonly LayerFiles[]): Promise<FileTree> {
  return load(layers.map(({ digest, state }) => ({ digest, ready: state === 'ready' })));
}

export function listFiles(
  tree: FileTree,
  query: { path: string; layer?: number | undefined; sort: 'name' | '-size'; offset: number },
) {
  const { sort, offset } = query;
  const path = askedPath(query.path);
  const layer = askedLayer(tree, query.layer);
  const listing = listDirectory(tree, { path, layer, sort, offset, limit: filePageLimit });
  if (!listing) throw notFound(`the directory /${path}`);
  return listing;
}

export async function searchFiles(tree: FileTree, query: { q: string; layer?: number | undefined }) {
  return await search(tree, { text: query.q, layer: askedLayer(tree, query.layer), limit: searchLimit });
}

function getFile(tree: FileTree, query: { path: string; layer?: number | undefined }) {
  const path = askedPath(query.path);
  const layer = askedLayer(tree, query.layer);
  const file = showPath(tree, path, layer);
  if (!file) throw notFound(`the file /${path}`);
  return { file, path, layer: layer ?? tree.layerCount, deleted: file.mark === 'deleted' };
}

/** A file with where its bytes lie. @throws ApiError `not-found` for a path without, `invalid-input` for what has no readable bytes */
export function getContent(tree: FileTree, query: { path: string; layer?: number | undefined }) {
  const { file, path, layer, deleted } = getFile(tree, query);
  const content = findNode(tree.root, path)?.stateAt(deleted ? layer - 1 : layer)?.content;
  if (!content || content.sparse) {
    throw new ApiError(
      'invalid-input',
      `/${path} is a ${content ? 'sparse file' : file.type}: it has no bytes to show`,
      {
        fields: [{ field: 'query.path', problem: content ? 'sparse-file' : 'no-file' }],
      },
    );
  }
  return { file, content };
}

function askedPath(written: string): string {
  const path = cleanPath(written);
  if (path === undefined) throw notFound('a path that leads out of the image');
  return path;
}

function askedLayer(tree: FileTree, layer: number | undefined): number | undefined {
  if (layer !== undefined && layer >= tree.layerCount) throw notFound(`the layer ${layer}`);
  return layer;
}
