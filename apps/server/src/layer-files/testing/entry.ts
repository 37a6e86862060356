import type { EntryType, IndexEntry } from '../index-lines.ts';

let offset = 0;

/** An entry of an index with only what a test says of it. */
export function entry(path: string, type: EntryType = 'f', change: Partial<IndexEntry> = {}): IndexEntry {
  offset += 512;
  const content = type === 'f' ? { size: 10, hash: `h${offset}` } : { size: 0, hash: '' };
  return { path, type, mode: 0o644, uid: 0, gid: 0, offset, link: '', ...content, ...change };
}
