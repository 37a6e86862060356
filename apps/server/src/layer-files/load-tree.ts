import { createHash } from 'node:crypto';
import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';
import { buildTree, type FileTree, type TreeTooLarge } from './file-tree.ts';
import { unpackEntries } from './index-lines.ts';
import { findEntries } from './queries.ts';
import { SizedCache } from './sized-cache.ts';

/** What a node with its state and content takes, roughly. */
const nodeBytes = 400;
const cacheBytes = 128 * 1024 * 1024;

export interface TreeLayer {
  digest: string;
  ready: boolean;
}

export type LoadTree = (layers: readonly TreeLayer[]) => Promise<FileTree>;

/** Builds trees one at a time, since a large one takes much memory, and keeps those used last: of a digest they never change. */
export function createTreeLoader(db: Kysely<Database>): LoadTree {
  const cache = new SizedCache<FileTree | TreeTooLarge>(cacheBytes);
  const building = new Map<string, Promise<FileTree>>();
  let turn: Promise<unknown> = Promise.resolve();

  async function build(key: string, layers: readonly TreeLayer[]): Promise<FileTree> {
    const tree = await buildTree(layers.map((layer) => (layer.ready ? entriesOf(db, layer.digest) : undefined)));
    cache.set(key, tree, tree.nodeCount * nodeBytes + tree.textBytes);
    return tree;
  }

  return async (layers) => {
    const key = keyOf(layers);
    const known = cache.get(key);
    if (known instanceof Error) throw known;
    if (known) return known;
    let tree = building.get(key);
    if (!tree) {
      tree = turn.then(
        () => build(key, layers),
        () => build(key, layers),
      );
      turn = tree.catch(() => {});
      building.set(key, tree);
      const done = () => building.delete(key);
      tree.then(done, (error) => {
        if (error instanceof Error && error.name === 'TreeTooLarge') cache.set(key, error as TreeTooLarge, 1_000);
        done();
      });
    }
    return await tree;
  };
}

async function* entriesOf(db: Kysely<Database>, digest: string) {
  const packed = await findEntries(db, digest);
  if (packed) yield* unpackEntries(packed);
}

function keyOf(layers: readonly TreeLayer[]): string {
  const hash = createHash('sha256');
  for (const { digest, ready } of layers) hash.update(`${digest} ${ready}\n`);
  return hash.digest('hex');
}
