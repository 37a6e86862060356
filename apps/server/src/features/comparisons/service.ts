import {
  type ComparedSide,
  type Comparison,
  type FileComparison,
  type FileDifference,
  filePageLimit,
  type ImageAddress,
  type ManifestView,
  parseImageAddress,
} from '@wharf/api';
import { parseManifest, platformText } from '@wharf/oci';
import type { UserActor } from '../../auth/user-actor.ts';
import { ApiError, notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { TreeTooLarge } from '../../layer-files/file-tree.ts';
import { isPending, layerStates } from '../../layer-files/layer-states.ts';
import type { LoadTree } from '../../layer-files/load-tree.ts';
import { findDocument } from '../../layer-files/queries.ts';
import { authorizeRepository } from '../authorize.ts';
import { compareImages } from './compare-images.ts';
import { type ComparedTree, compareTrees } from './compare-trees.ts';
import { findTagDigest } from './queries.ts';

type ManifestParams = { organization: string; repository: string; digest: string };

/** What comparisons need of other features. */
export interface ComparisonParts {
  services: Services;
  load: LoadTree;
  /** @throws ApiError `not-found` where the actor may not see it, too */
  getManifest(actor: UserActor, params: ManifestParams): Promise<ManifestView>;
}

interface Sides {
  left: string;
  right: string;
}

interface FoundSide {
  side: ComparedSide;
  view: ManifestView;
}

/** @throws ApiError `invalid-input` for what is no address, `not-found` */
export async function getComparison(parts: ComparisonParts, actor: UserActor, query: Sides): Promise<Comparison> {
  const [left, right] = await findSides(parts, actor, query);
  return { left: left.side, right: right.side, ...compareImages(left.view, right.view) };
}

export async function getFileComparison(
  parts: ComparisonParts,
  actor: UserActor,
  query: Sides & { change?: FileDifference['change'] | undefined; q?: string | undefined; offset: number },
): Promise<FileComparison> {
  const sides = await findSides(parts, actor, query);
  const [left, right] = await Promise.all(sides.map(({ side }) => layersOf(parts, actor, side)));
  if (!left || !right || isPending(left) || isPending(right)) return { state: 'pending', ...nothing };
  try {
    const trees: ComparedTree[] = [];
    for (const layers of [left, right]) {
      const tree = await parts.load(layers.map(({ digest, state }) => ({ digest, ready: state === 'ready' })));
      trees.push({ tree, digests: layers.map(({ digest }) => digest) });
    }
    const [one, other] = trees;
    if (!one || !other) throw new Error('a comparison has two sides');
    const { change, q, offset } = query;
    const differences = await compareTrees(one, other, { change, q, offset, limit: filePageLimit });
    const complete = [...left, ...right].every(({ state }) => state === 'ready');
    return { state: complete ? 'ready' : 'incomplete', ...differences };
  } catch (error) {
    if (error instanceof TreeTooLarge) return { state: 'too-large', ...nothing };
    throw error;
  }
}

const nothing = {
  added: { count: 0, bytes: 0 },
  removed: { count: 0, bytes: 0 },
  changed: { count: 0, left: 0, right: 0 },
  items: [],
  total: 0,
};

async function findSides(parts: ComparisonParts, actor: UserActor, query: Sides): Promise<[FoundSide, FoundSide]> {
  return await Promise.all([
    findSide(parts, actor, readAddress('left', query.left)),
    findSide(parts, actor, readAddress('right', query.right)),
  ]);
}

function readAddress(field: 'left' | 'right', text: string): ImageAddress {
  const address = parseImageAddress(text);
  if (address) return address;
  throw new ApiError(
    'invalid-input',
    `${text} is no image: write organization/image:tag or organization/image@digest`,
    {
      fields: [{ field: `query.${field}`, problem: 'image-address' }],
    },
  );
}

async function findSide(parts: ComparisonParts, actor: UserActor, address: ImageAddress): Promise<FoundSide> {
  const { organization, repository, tag, platform } = address;
  const { db } = parts.services.database;
  const { id } = await authorizeRepository(db, actor, { organization, repository }, 'read', parts.services.now());
  const digest = address.digest ?? (await findTagDigest(db, id, tag ?? ''));
  if (digest === undefined) throw notFound(`the tag ${tag}`);
  const params = { organization, repository, digest };
  const top = await parts.getManifest(actor, params);
  const view =
    top.kind === 'image' ? top : await parts.getManifest(actor, { ...params, digest: childOf(top, platform) });
  return {
    view,
    side: {
      organization,
      repository,
      tag: tag ?? null,
      index: top.kind === 'index' ? top.digest : null,
      digest: view.digest,
      platform: view.platforms[0] ?? null,
      platforms: top.children.flatMap((child) => child.platform ?? []),
      pushedAt: top.pushedAt,
      size: view.contentSize,
      layerCount: view.layers.length,
    },
  };
}

/** The child that is asked for; else the usual one: an image for the platform of most servers, or the first that is for any. */
function childOf({ children }: ManifestView, platform: string | undefined): string {
  const named = children.find((child) => isFor(child, platform ?? 'linux/amd64'));
  const child = named ?? (platform === undefined ? (children.find((one) => one.platform) ?? children[0]) : undefined);
  if (!child)
    throw notFound(platform === undefined ? 'an image in this index' : `the platform ${platform} of this image`);
  return child.digest;
}

function isFor(child: ManifestView['children'][number], platform: string): boolean {
  return child.digest === platform || (child.platform !== null && platformText(child.platform) === platform);
}

async function layersOf(
  { services }: ComparisonParts,
  actor: UserActor,
  { organization, repository, digest }: ComparedSide,
) {
  const { db } = services.database;
  const { id } = await authorizeRepository(db, actor, { organization, repository }, 'read', services.now());
  const row = await findDocument(db, id, digest);
  if (!row) throw notFound(`the manifest ${digest}`);
  const manifest = parseManifest(row.content, row.media_type);
  return manifest.kind === 'image' ? await layerStates(db, id, manifest.layers) : [];
}
