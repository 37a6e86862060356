import { breathe } from './breathe.ts';
import { type FileContent, FileNode, type FileState, findNode } from './file-node.ts';
import type { IndexEntry } from './index-lines.ts';

export interface WastedPath {
  path: string;
  bytes: number;
  times: number;
}

/** All layers of an image over each other: each path with what every layer made of it. */
export interface FileTree {
  root: FileNode;
  layerCount: number;
  /** Which paths each layer wrote or deleted. */
  touched: FileNode[][];
  nodeCount: number;
  /** Paths and link targets that it holds, in bytes. */
  textBytes: number;
  /** Live files, and their bytes. */
  files: number;
  bytes: number;
  /** Of each layer: bytes of files that later ones deleted or wrote anew. */
  wastedBytes: number[];
  /** The paths with the most wasted bytes. */
  wasted: WastedPath[];
}

/** More paths than this are not shown: they would need gigabytes of memory. */
export class TreeTooLarge extends Error {
  override name = 'TreeTooLarge';
}

export const treeNodeLimit = 1_500_000;
/** Paths and link targets of all layers, of which an attacker can make long ones. */
const treeTextLimit = 256 * 1024 * 1024;
const wastedPathsKept = 100;
const entriesAtOnce = 8_000;

export function impliedDirectory(path: string): IndexEntry {
  return { path, type: 'd', mode: 0o755, uid: 0, gid: 0, size: 0, offset: 0, link: '', hash: '' };
}
const someDirectory = impliedDirectory('');

/**
 * Lays the layers over each other as the OCI image spec says ("Applying Changesets"): whiteouts take only what lower
 * layers hold, wherever they stand in their layer. Long work: it lets others in between.
 * @param layers entries of each, from the base up; undefined for one that is not known
 * @throws TreeTooLarge
 */
export async function buildTree(
  layers: readonly (Iterable<IndexEntry> | AsyncIterable<IndexEntry> | undefined)[],
  nodeLimit = treeNodeLimit,
): Promise<FileTree> {
  const builder = new TreeBuilder(layers.length, nodeLimit);
  for (const [index, entries] of layers.entries()) {
    if (entries) await builder.apply(index, entries);
  }
  return builder.finish();
}

class TreeBuilder {
  readonly #root = new FileNode('', undefined);
  readonly #nodes: FileNode[] = [];
  readonly #touched: FileNode[][];
  readonly #wastedBytes: number[];
  readonly #wasted = new Map<FileNode, { bytes: number; times: number }>();
  readonly #limit: number;
  readonly #hidden = new Set<string>();
  #bytes = 0;
  #textBytes = 0;
  #folder = { path: '', node: this.#root, layer: -1 };

  constructor(layerCount: number, nodeLimit: number) {
    this.#touched = Array.from({ length: layerCount }, () => []);
    this.#wastedBytes = Array.from({ length: layerCount }, () => 0);
    this.#limit = nodeLimit;
    this.#root.states.push({ layer: -1, entry: someDirectory, implied: true, content: undefined });
  }

  async apply(layer: number, entries: Iterable<IndexEntry> | AsyncIterable<IndexEntry>): Promise<void> {
    const added: IndexEntry[] = [];
    for await (const entry of entries) {
      if (entry.type === 'w') this.#whiteout(entry.path, layer);
      else if (entry.type === 'o') this.#hideAll(entry.path, layer);
      else added.push(entry);
    }
    // Not before: they are of this layer, which no whiteout of it takes.
    const links: FileNode[] = [];
    for (const [index, entry] of added.entries()) {
      const node = this.#put(entry, layer);
      if (entry.type === 'h') links.push(node);
      if (index % entriesAtOnce === 0) await breathe();
    }
    await this.#linkAll(links, layer);
    this.#hidden.clear();
  }

  /** A link may stand before what it leads to, and lead to another one: it waits for that one, so that each is asked twice at most. */
  async #linkAll(links: readonly FileNode[], layer: number): Promise<void> {
    const waiting = new Map<FileNode, FileNode[]>();
    let asked = 0;
    for (const link of links) {
      const linked = [link];
      for (let node = linked.pop(); node; node = linked.pop()) {
        if (++asked % entriesAtOnce === 0) await breathe();
        const target = this.#link(node, layer);
        if (target === 'linked') {
          for (const waiter of waiting.get(node) ?? []) linked.push(waiter);
          waiting.delete(node);
        } else if (target) {
          const others = waiting.get(target);
          if (others) others.push(node);
          else waiting.set(target, [node]);
        }
      }
    }
  }

  finish(): FileTree {
    let files = 0;
    // Children were made after their parents.
    for (let index = this.#nodes.length - 1; index >= 0; index--) {
      const node = this.#nodes[index];
      const state = node?.states.at(-1);
      if (!node?.parent || !state?.entry) continue;
      if (state.entry.type !== 'd') {
        node.files = 1;
        node.bytes = state.entry.size;
        files += 1;
      }
      node.parent.files += node.files;
      node.parent.bytes += node.bytes;
    }
    const wasted = [...this.#wasted].sort(([, a], [, b]) => b.bytes - a.bytes).slice(0, wastedPathsKept);
    return {
      root: this.#root,
      layerCount: this.#touched.length,
      touched: this.#touched,
      nodeCount: this.#nodes.length,
      textBytes: this.#textBytes,
      files,
      bytes: this.#bytes - this.#wastedBytes.reduce((sum, bytes) => sum + bytes, 0),
      wastedBytes: this.#wastedBytes,
      wasted: wasted.map(([node, { bytes, times }]) => ({ path: node.path, bytes, times })),
    };
  }

  #whiteout(path: string, layer: number): void {
    const node = findNode(this.#root, path);
    if (node?.parent) this.#remove(node, layer);
  }

  #hideAll(path: string, layer: number): void {
    // A second mark has nothing left to take, but would look at every child again.
    if (this.#hidden.has(path)) return;
    this.#hidden.add(path);
    for (const child of findNode(this.#root, path)?.children?.values() ?? []) this.#remove(child, layer);
  }

  #put(entry: IndexEntry, layer: number): FileNode {
    const slash = entry.path.lastIndexOf('/');
    const folder = this.#folderAt(slash < 0 ? '' : entry.path.slice(0, slash), layer);
    if (entry.path === '') {
      this.#root.states[0] = { layer: -1, entry, implied: true, content: undefined };
      return this.#root;
    }
    const node = this.#child(folder, entry.path.slice(slash + 1));
    const before = node.states.at(-1);
    if (entry.type === 'd') {
      if (before?.entry?.type === 'd' && !before.implied && sameAttributes(before.entry, entry)) return node;
      this.#set(node, layer, entry, false);
      return node;
    }
    if (before?.entry?.type === 'd') {
      for (const child of node.children?.values() ?? []) this.#remove(child, layer);
      this.#folder = { path: '', node: this.#root, layer: -1 };
    }
    const state = this.#set(node, layer, entry, false);
    if (entry.type === 'f' || entry.type === 's') {
      const { offset, size, hash } = entry;
      state.content = { layer, offset, size, hash, sparse: entry.type === 's', uses: 1 };
      this.#bytes += size;
    }
    return node;
  }

  /** Gives a hard link the content of what it leads to, or gives that, when it has none yet; undefined when nothing is there. */
  #link(node: FileNode, layer: number): 'linked' | FileNode | undefined {
    const state = node.states.at(-1);
    if (state?.layer !== layer || state.entry?.type !== 'h' || state.content) return 'linked';
    const parts = state.entry.link.split('/').filter((part) => part !== '' && part !== '.');
    const target = findNode(this.#root, parts.join('/'));
    const content = target?.states.at(-1)?.content;
    if (!content) return target;
    content.uses += 1;
    state.content = content;
    return 'linked';
  }

  /** The directory `path`, made where it is missing. Entries of one directory stand together in most tars. */
  #folderAt(path: string, layer: number): FileNode {
    if (this.#folder.path === path && this.#folder.layer === layer) return this.#folder.node;
    let node = this.#root;
    for (const name of path === '' ? [] : path.split('/')) {
      node = this.#child(node, name);
      if (node.states.at(-1)?.entry?.type !== 'd') this.#set(node, layer, someDirectory, true);
    }
    this.#folder = { path, node, layer };
    return node;
  }

  #child(parent: FileNode, name: string): FileNode {
    parent.children ??= new Map();
    let child = parent.children.get(name);
    if (!child) {
      if (this.#nodes.length >= this.#limit) throw new TreeTooLarge(`more than ${this.#limit} paths`);
      child = new FileNode(name, parent);
      parent.children.set(name, child);
      this.#nodes.push(child);
    }
    return child;
  }

  #remove(top: FileNode, layer: number): void {
    const stack = [top];
    for (let node = stack.pop(); node; node = stack.pop()) {
      // What is not there has nothing in it.
      if (!node.states.at(-1)?.entry) continue;
      this.#set(node, layer, undefined, false);
      for (const child of node.children?.values() ?? []) stack.push(child);
    }
  }

  #set(node: FileNode, layer: number, entry: IndexEntry | undefined, implied: boolean): FileState {
    const before = node.states.at(-1);
    if (before?.content) this.#release(node, before.content);
    this.#textBytes += (entry?.path.length ?? 0) + (entry?.link.length ?? 0);
    if (this.#textBytes > treeTextLimit) throw new TreeTooLarge(`more than ${treeTextLimit} bytes of paths`);
    const state: FileState = { layer, entry, implied, content: undefined };
    if (before?.layer === layer) node.states[node.states.length - 1] = state;
    else {
      node.states.push(state);
      this.#touched[layer]?.push(node);
    }
    return state;
  }

  #release(node: FileNode, content: FileContent): void {
    content.uses -= 1;
    if (content.uses > 0 || content.size === 0) return;
    this.#wastedBytes[content.layer] = (this.#wastedBytes[content.layer] ?? 0) + content.size;
    const wasted = this.#wasted.get(node) ?? { bytes: 0, times: 0 };
    this.#wasted.set(node, { bytes: wasted.bytes + content.size, times: wasted.times + 1 });
  }
}

function sameAttributes(one: IndexEntry, other: IndexEntry): boolean {
  return one.mode === other.mode && one.uid === other.uid && one.gid === other.gid;
}
