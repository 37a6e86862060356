import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ListedObject } from '@wharf/registry/ports/storage';
import { isAbsent } from './errno.ts';
import { isKeySegment } from './object-key.ts';

/**
 * Walks `folder` (a key without its last `/`, or '') in key order, one folder in memory at a time. Names that no key
 * has, links and special files are not ours and left out.
 */
export async function* listFiles(
  root: string,
  folder: string,
  prefix: string,
  after: string,
): AsyncGenerator<ListedObject, void, void> {
  const base = folder === '' ? '' : `${folder}/`;
  for (const { key, isFolder } of await entriesOf(join(root, folder), base)) {
    if (isFolder) {
      // Keys below a folder all begin with `key/`, so it lies wholly before `after` unless `after` is inside it.
      const below = `${key}/`;
      const matches = below.startsWith(prefix) || prefix.startsWith(below);
      if (matches && (below > after || after.startsWith(below))) yield* listFiles(root, key, prefix, after);
    } else if (key.startsWith(prefix) && key > after) {
      const facts = await factsOf(join(root, key));
      if (facts) yield { key, ...facts };
    }
  }
}

interface Entry {
  key: string;
  isFolder: boolean;
}

async function entriesOf(path: string, base: string): Promise<Entry[]> {
  let entries: import('node:fs').Dirent[];
  try {
    entries = await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
  return entries
    .filter((entry) => (entry.isFile() || entry.isDirectory()) && isKeySegment(entry.name))
    .map((entry) => ({ key: base + entry.name, isFolder: entry.isDirectory() }))
    .sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
}

/** A folder stands where its contents stand among the keys: `a-b` < `a/b` < `a0`. */
function sortKey(entry: Entry): string {
  return entry.isFolder ? `${entry.key}/` : entry.key;
}

/** Undefined when no file lies at `path` (any more). */
export async function factsOf(path: string): Promise<{ size: number; modifiedAt: Date } | undefined> {
  try {
    const facts = await lstat(path);
    return facts.isFile() ? { size: facts.size, modifiedAt: facts.mtime } : undefined;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}
