import type { FileNode, FileTree } from './file-tree.ts';
import type { IndexEntry } from './index-lines.ts';

/** As many as Linux follows. */
const hopLimit = 40;

/** Where a link leads, inside the image's root as in a container; undefined when nothing is there. */
export function resolveLink(
  tree: FileTree,
  node: FileNode,
  entry: IndexEntry,
  layer: number,
): { path: string; directory: boolean } | undefined {
  const start = entry.type === 'l' && !entry.link.startsWith('/') ? (node.parent ?? tree.root) : tree.root;
  let place: FileNode = start;
  let left = entry.link.split('/');
  for (let hops = 0; left.length > 0; ) {
    const [name, ...rest] = left;
    left = rest;
    if (name === '' || name === '.' || name === undefined) continue;
    if (name === '..') {
      place = place.parent ?? tree.root;
      continue;
    }
    const next = place.children?.get(name);
    const state = next?.stateAt(layer);
    if (!next || !state) return undefined;
    if (state.entry.type !== 'l' || left.every((part) => part === '')) {
      place = next;
      continue;
    }
    // A link on the way.
    if (++hops > hopLimit) return undefined;
    if (state.entry.link.startsWith('/')) place = tree.root;
    left = [...state.entry.link.split('/'), ...left];
  }
  return { path: place.path, directory: place.stateAt(layer)?.entry.type === 'd' };
}
