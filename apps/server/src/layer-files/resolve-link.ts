import type { FileNode } from './file-node.ts';
import type { FileTree } from './file-tree.ts';
import type { IndexEntry } from './index-lines.ts';

/** As many as Linux follows. */
const hopLimit = 40;

/** Parts of paths walked for one link. More is no link of a real image, and a list may hold many. */
const partLimit = 256;

/** Where a link leads, inside the image's root as in a container; undefined when nothing is there, or it is too far. */
export function resolveLink(
  tree: FileTree,
  node: FileNode,
  entry: IndexEntry,
  layer: number,
): { path: string; directory: boolean } | undefined {
  let place: FileNode = entry.type === 'l' && !entry.link.startsWith('/') ? (node.parent ?? tree.root) : tree.root;
  /** The next part stands last. */
  const left = partsOf(entry.link);
  let hops = 0;
  for (let walked = 0, name = left.pop(); name !== undefined; walked++, name = left.pop()) {
    if (walked >= partLimit) return undefined;
    if (name === '..') {
      place = place.parent ?? tree.root;
      continue;
    }
    const next = place.children?.get(name);
    const state = next?.stateAt(layer);
    if (!next || !state) return undefined;
    if (state.entry.type !== 'l' || left.length === 0) {
      place = next;
      continue;
    }
    // A link on the way.
    if (++hops > hopLimit) return undefined;
    if (state.entry.link.startsWith('/')) place = tree.root;
    left.push(...partsOf(state.entry.link));
  }
  return { path: place.path, directory: place.stateAt(layer)?.entry.type === 'd' };
}

/** Backwards, without those that lead nowhere. */
function partsOf(link: string): string[] {
  return link
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .reverse();
}
