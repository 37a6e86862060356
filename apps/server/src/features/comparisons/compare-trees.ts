import type { FileComparison, FileDifference } from '@wharf/api';
import { breathe } from '../../layer-files/breathe.ts';
import { fileTypeOf } from '../../layer-files/file-facts.ts';
import type { FileNode, FileState } from '../../layer-files/file-node.ts';
import type { FileTree } from '../../layer-files/file-tree.ts';
import type { IndexEntry } from '../../layer-files/index-lines.ts';

export interface ComparedTree {
  tree: FileTree;
  /** Of its layers, in order: of one layer, equal places hold equal bytes. */
  digests: readonly string[];
}

export interface Wanted {
  change: FileDifference['change'] | undefined;
  /** In the path, in any case. */
  q: string | undefined;
  offset: number;
  limit: number;
}

export type TreeDifferences = Omit<FileComparison, 'state'>;

type Live = FileState & { entry: IndexEntry };

/** What differs between two merged file systems. Long work: it lets others in between. */
export async function compareTrees(left: ComparedTree, right: ComparedTree, wanted: Wanted): Promise<TreeDifferences> {
  const sums: TreeDifferences = {
    added: { count: 0, bytes: 0 },
    removed: { count: 0, bytes: 0 },
    changed: { count: 0, left: 0, right: 0 },
    items: [],
    total: 0,
  };
  const text = wanted.q?.toLowerCase() ?? '';
  const stack: [FileNode | undefined, FileNode | undefined][] = [[left.tree.root, right.tree.root]];
  let seen = 0;
  for (let pair = stack.pop(); pair; pair = stack.pop()) {
    const [one, other] = pair;
    const found = differenceOf(one, other, left, right);
    if (found) {
      count(sums, found);
      if ((!wanted.change || wanted.change === found.change) && found.path.toLowerCase().includes(text)) {
        if (sums.total >= wanted.offset && sums.items.length < wanted.limit) sums.items.push(found);
        sums.total += 1;
      }
    }
    pushChildren(stack, one, other, left, right);
    if (++seen % 10_000 === 0) await breathe();
  }
  return sums;
}

function pushChildren(
  stack: [FileNode | undefined, FileNode | undefined][],
  one: FileNode | undefined,
  other: FileNode | undefined,
  left: ComparedTree,
  right: ComparedTree,
): void {
  const ofOne = one && isDirectory(liveState(one, left)) ? one.children : undefined;
  const ofOther = other && isDirectory(liveState(other, right)) ? other.children : undefined;
  const names = new Set([...(ofOne?.keys() ?? []), ...(ofOther?.keys() ?? [])]);
  for (const name of [...names].sort().reverse()) stack.push([ofOne?.get(name), ofOther?.get(name)]);
}

function differenceOf(
  one: FileNode | undefined,
  other: FileNode | undefined,
  left: ComparedTree,
  right: ComparedTree,
): FileDifference | undefined {
  const from = one && liveState(one, left);
  const to = other && liveState(other, right);
  const path = (one ?? other)?.path ?? '';
  if (from && to) {
    const content = contentDiffers(from, to, left, right);
    if (!content && sameFacts(from, to)) return undefined;
    return { path, change: 'changed', left: present(from), right: present(to), content };
  }
  const only = from ?? to;
  if (!only) return undefined;
  // A directory shows by what it holds.
  const holds = from ? one && hasLive(one, left) : other && hasLive(other, right);
  if (isDirectory(only) && holds) return undefined;
  return {
    path,
    change: from ? 'removed' : 'added',
    left: from ? present(from) : null,
    right: to ? present(to) : null,
    content: true,
  };
}

function count(sums: TreeDifferences, { change, left, right }: FileDifference): void {
  if (change === 'changed') {
    sums.changed.count += 1;
    sums.changed.left += left?.size ?? 0;
    sums.changed.right += right?.size ?? 0;
  } else {
    sums[change].count += 1;
    sums[change].bytes += (left ?? right)?.size ?? 0;
  }
}

function liveState(node: FileNode, { tree }: ComparedTree): Live | undefined {
  return node.stateAt(tree.layerCount);
}

function hasLive(node: FileNode, tree: ComparedTree): boolean {
  for (const child of node.children?.values() ?? []) if (liveState(child, tree)) return true;
  return false;
}

function isDirectory(state: Live | undefined): boolean {
  return state?.entry.type === 'd';
}

/** Which of several paths to one content came first does not matter to whoever reads them. */
function kindOf({ entry }: Live): string {
  return entry.type === 'h' ? 'f' : entry.type;
}

function sameFacts(one: Live, other: Live): boolean {
  if (kindOf(one) !== kindOf(other)) return false;
  if (one.implied || other.implied) return true;
  const { mode, uid, gid, link } = one.entry;
  const { entry } = other;
  const sameLink = one.entry.type !== 'l' || link === entry.link;
  return mode === entry.mode && uid === entry.uid && gid === entry.gid && sameLink;
}

function contentDiffers(one: Live, other: Live, left: ComparedTree, right: ComparedTree): boolean {
  if (kindOf(one) !== kindOf(other)) return true;
  if (one.entry.type === 'l') return one.entry.link !== other.entry.link;
  const from = one.content;
  const to = other.content;
  if (!from || !to) return from !== to;
  if (left.digests[from.layer] === right.digests[to.layer] && from.offset === to.offset) return false;
  return from.hash === '' || from.hash !== to.hash || from.size !== to.size;
}

function present({ entry, content }: Live): NonNullable<FileDifference['left']> {
  const { mode, uid, gid } = entry;
  const size = content?.size ?? entry.size;
  return { type: fileTypeOf(entry), size, mode, uid, gid, link: entry.link || null };
}
