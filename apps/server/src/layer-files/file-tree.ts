import { breathe } from './breathe.ts';
import type { IndexEntry } from './index-lines.ts';

/** Bytes in a layer's tar. Hard links are several paths to one. */
export interface FileContent {
  /** Place of the layer in the image. */
  layer: number;
  offset: number;
  size: number;
  hash: string;
  /** It is stored with a map of its holes. */
  sparse: boolean;
  /** How many live paths lead to it. */
  uses: number;
}

/** What one layer made of a path. */
export interface FileState {
  layer: number;
  /** Undefined: the layer deleted it. */
  entry: IndexEntry | undefined;
  /** A directory that no layer states. */
  implied: boolean;
  content: FileContent | undefined;
}

export class FileNode {
  readonly name: string;
  readonly parent: FileNode | undefined;
  children: Map<string, FileNode> | undefined;
  /** In order of the layers, of each at most one. */
  readonly states: FileState[] = [];
  /** Of all files in it as the whole image has them. */
  bytes = 0;
  files = 0;

  constructor(name: string, parent: FileNode | undefined) {
    this.name = name;
    this.parent = parent;
  }

  /** As the layers up to `layer` leave it; undefined when it is not there. */
  stateAt(layer: number): (FileState & { entry: IndexEntry }) | undefined {
    for (let index = this.states.length - 1; index >= 0; index--) {
      const state = this.states[index];
      if (state && state.layer <= layer) return hasEntry(state) ? state : undefined;
    }
    return undefined;
  }

  get path(): string {
    const names: string[] = [];
    for (let node: FileNode = this; node.parent; node = node.parent) names.push(node.name);
    return names.reverse().join('/');
  }
}

function hasEntry(state: FileState): state is FileState & { entry: IndexEntry } {
  return state.entry !== undefined;
}

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
  #bytes = 0;
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
    // A link may stand before what it leads to, and lead to another one.
    for (let left = links, before = -1; left.length > 0 && left.length !== before; ) {
      before = left.length;
      left = left.filter((node) => !this.#link(node, layer));
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

  /** Gives a hard link the content of what it leads to; false when that has none yet. */
  #link(node: FileNode, layer: number): boolean {
    const state = node.states.at(-1);
    if (state?.layer !== layer || state.entry?.type !== 'h' || state.content) return true;
    const parts = state.entry.link.split('/').filter((part) => part !== '' && part !== '.');
    const content = findNode(this.#root, parts.join('/'))?.states.at(-1)?.content;
    if (!content) return false;
    content.uses += 1;
    state.content = content;
    return true;
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
      if (node.children) stack.push(...node.children.values());
    }
  }

  #set(node: FileNode, layer: number, entry: IndexEntry | undefined, implied: boolean): FileState {
    const before = node.states.at(-1);
    if (before?.content) this.#release(node, before.content);
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

export function findNode(root: FileNode, path: string): FileNode | undefined {
  let node: FileNode | undefined = root;
  if (path === '') return node;
  for (const name of path.split('/')) {
    node = node?.children?.get(name);
    if (!node) return undefined;
  }
  return node;
}

function sameAttributes(one: IndexEntry, other: IndexEntry): boolean {
  return one.mode === other.mode && one.uid === other.uid && one.gid === other.gid;
}
