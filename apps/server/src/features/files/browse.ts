import type { FileEntry } from '@wharf/api';
import { breathe } from '../../layer-files/breathe.ts';
import { type FileNode, findNode } from '../../layer-files/file-node.ts';
import type { FileTree } from '../../layer-files/file-tree.ts';
import { type Below, presentChange, presentLive } from './present.ts';

export interface Listing {
  items: FileEntry[];
  total: number;
}

type Show = (node: FileNode) => FileEntry | undefined;

/**
 * One directory, in the merged file system or as one layer changed it.
 * @returns undefined when no such directory is there
 */
export function listDirectory(
  tree: FileTree,
  query: { path: string; layer: number | undefined; sort: 'name' | '-size'; offset: number; limit: number },
): Listing | undefined {
  const node = findNode(tree.root, query.path);
  const show = shower(tree, query.layer);
  if (!node || !isShownDirectory(tree, node, query.layer)) return undefined;
  const items: FileEntry[] = [];
  for (const child of node.children?.values() ?? []) {
    const entry = show(child);
    if (entry) items.push(entry);
  }
  items.sort(query.sort === '-size' ? bySize : byName);
  return { items: items.slice(query.offset, query.offset + query.limit), total: items.length };
}

/** Entries whose name, or with a slash in `text` whose path, holds `text` in any case, in order of path. */
export async function search(
  tree: FileTree,
  query: { text: string; layer: number | undefined; limit: number },
): Promise<{ items: FileEntry[]; more: boolean }> {
  const show = shower(tree, query.layer);
  const text = query.text.toLowerCase();
  const wholePath = text.includes('/');
  const items: FileEntry[] = [];
  let seen = 0;
  const stack = childrenOf(tree.root);
  for (let node = stack.pop(); node; node = stack.pop()) {
    const where = wholePath ? `/${node.path}` : node.name;
    const entry = where.toLowerCase().includes(text) ? show(node) : undefined;
    if (entry && items.length === query.limit) return { items, more: true };
    if (entry) items.push(entry);
    for (const child of childrenOf(node)) stack.push(child);
    if (++seen % 20_000 === 0) await breathe();
  }
  return { items, more: false };
}

/** One path as a list would show it. */
export function showPath(tree: FileTree, path: string, layer: number | undefined): FileEntry | undefined {
  const node = findNode(tree.root, path);
  return node && shower(tree, layer)(node);
}

/** In falling order, for a stack. */
function childrenOf(node: FileNode): FileNode[] {
  if (!node.children) return [];
  return [...node.children.values()].sort((one, other) => compare(other.name, one.name));
}

function shower(tree: FileTree, layer: number | undefined): Show {
  if (layer === undefined) return (node) => presentLive(tree, node, tree.layerCount);
  const below = belowOf(tree, layer);
  return (node) => presentChange(tree, node, layer, below.get(node));
}

/** Root and directories, and with a layer also what it deleted. */
function isShownDirectory(tree: FileTree, node: FileNode, layer: number | undefined): boolean {
  if (!node.parent) return true;
  if (layer === undefined) return node.stateAt(tree.layerCount)?.entry.type === 'd';
  const state = node.stateAt(layer) ?? node.stateAt(layer - 1);
  return state?.entry.type === 'd';
}

const summaries = new WeakMap<FileTree, Map<number, Map<FileNode, Below>>>();

/** What a layer wrote or deleted below each directory. */
function belowOf(tree: FileTree, layer: number): Map<FileNode, Below> {
  const known = summaries.get(tree) ?? new Map<number, Map<FileNode, Below>>();
  summaries.set(tree, known);
  let below = known.get(layer);
  if (!below) {
    below = summarize(tree, layer);
    // One for each layer of a large image would be as large as its tree.
    if (known.size >= 4) known.clear();
    known.set(layer, below);
  }
  return below;
}

function summarize(tree: FileTree, layer: number): Map<FileNode, Below> {
  /** Folders after the ones that hold them. */
  const below = new Map<FileNode, Below>();
  for (const node of tree.touched[layer] ?? []) {
    const state = node.states.find((one) => one.layer === layer);
    const shown = state?.entry ?? node.stateAt(layer - 1)?.entry;
    const sum = node.parent && sumOf(below, node.parent);
    if (!sum || !shown || shown.type === 'd') continue;
    sum.bytes += shown.size;
    sum.files += 1;
  }
  for (const [folder, sum] of [...below].reverse()) {
    const above = folder.parent && below.get(folder.parent);
    if (!above) continue;
    above.bytes += sum.bytes;
    above.files += sum.files;
  }
  return below;
}

function sumOf(below: Map<FileNode, Below>, folder: FileNode): Below {
  const unknown: FileNode[] = [];
  for (let node: FileNode | undefined = folder; node && !below.has(node); node = node.parent) unknown.push(node);
  for (const node of unknown.reverse()) below.set(node, { bytes: 0, files: 0 });
  return below.get(folder) as Below;
}

function byName(one: FileEntry, other: FileEntry): number {
  const directories = Number(other.type === 'directory') - Number(one.type === 'directory');
  return directories || compare(one.name, other.name);
}

function bySize(one: FileEntry, other: FileEntry): number {
  return other.size - one.size || compare(one.name, other.name);
}

/** By code points and not by a language: the order is the same for everybody, and fast. */
export function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
