import type { FileType } from '@wharf/api';
import type { FileState } from './file-node.ts';
import type { EntryType, IndexEntry } from './index-lines.ts';

const typeNames: Record<EntryType, FileType> = {
  f: 'file',
  s: 'file',
  d: 'directory',
  l: 'symlink',
  h: 'hardlink',
  c: 'character',
  b: 'block',
  p: 'fifo',
  // States never hold these.
  w: 'file',
  o: 'directory',
};

export function fileTypeOf(entry: IndexEntry): FileType {
  return typeNames[entry.type];
}

/** Whether two states of files, of one image or of two, hold the same bytes. */
export function equalContent(one: FileState, other: FileState): boolean {
  const { content: left } = one;
  const { content: right } = other;
  if (!left || !right) return false;
  if (left.layer === right.layer && left.offset === right.offset) return true;
  return left.hash !== '' && left.hash === right.hash && left.size === right.size;
}
