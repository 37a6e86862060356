import type { FileEntry } from '@wharf/api';
import { equalContent, fileTypeOf } from '../../layer-files/file-facts.ts';
import type { FileNode, FileState } from '../../layer-files/file-node.ts';
import type { FileTree } from '../../layer-files/file-tree.ts';
import type { IndexEntry } from '../../layer-files/index-lines.ts';
import { resolveLink } from '../../layer-files/resolve-link.ts';

/** What lies below a directory, as far as the list that shows it counts it. */
export interface Below {
  bytes: number;
  files: number;
}

/** A path of the merged file system as the layers up to `layer` leave it; undefined when it is not there. */
export function presentLive(tree: FileTree, node: FileNode, layer: number): FileEntry | undefined {
  const state = node.stateAt(layer);
  if (!state) return undefined;
  return present(tree, node, state.entry, state, layer, { bytes: node.bytes, files: node.files }, null, false);
}

/** A path as one layer left or took it; undefined when the layer has nothing to do with it. */
export function presentChange(
  tree: FileTree,
  node: FileNode,
  layer: number,
  below: Below | undefined,
): FileEntry | undefined {
  const state = node.states.find((one) => one.layer === layer);
  const before = node.stateAt(layer - 1);
  const counted = below ?? { bytes: 0, files: 0 };
  if (!state) {
    const live = node.stateAt(layer);
    return below && live && present(tree, node, live.entry, live, layer, counted, null, false);
  }
  if (!state.entry) {
    return before && present(tree, node, before.entry, before, layer - 1, counted, 'deleted', false);
  }
  if (state.implied || before?.implied) return present(tree, node, state.entry, state, layer, counted, null, false);
  const mark = before ? 'changed' : 'added';
  return present(
    tree,
    node,
    state.entry,
    state,
    layer,
    counted,
    mark,
    before !== undefined && equalContent(before, state),
  );
}

function present(
  tree: FileTree,
  node: FileNode,
  entry: IndexEntry,
  state: FileState,
  layer: number,
  below: Below,
  mark: FileEntry['mark'],
  sameContent: boolean,
): FileEntry {
  const directory = entry.type === 'd';
  const link = entry.type === 'l' || entry.type === 'h';
  return {
    path: node.path,
    name: node.name,
    type: fileTypeOf(entry),
    mode: entry.mode,
    uid: entry.uid,
    gid: entry.gid,
    size: directory ? below.bytes : (state.content?.size ?? entry.size),
    files: directory ? below.files : null,
    link: link ? entry.link : null,
    // Followed only for what is shown: a list may hold many links.
    get target() {
      return link ? (resolveLink(tree, node, entry, layer) ?? null) : null;
    },
    layer: state.implied || state.layer < 0 ? null : state.layer,
    mark,
    sameContent,
  };
}
