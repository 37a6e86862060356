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

export function findNode(root: FileNode, path: string): FileNode | undefined {
  let node: FileNode | undefined = root;
  if (path === '') return node;
  for (const name of path.split('/')) {
    node = node?.children?.get(name);
    if (!node) return undefined;
  }
  return node;
}
