import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Digest } from '@wharf/oci';
import { sha256 } from './bytes.ts';
import type { WharfServer } from './server.ts';

const hour = 3_600_000;

/** Settings under which a server believes that it is `hours` later, and purges soon after its start. */
export function clockAhead(hours: number): Record<string, string> {
  const clock = new URL('./shifted-clock.mjs', import.meta.url);
  clock.searchParams.set('ms', String(hours * hour));
  // A collection that was missed meanwhile would take what was acknowledged and then named by nothing: that is another promise.
  const own = { WHARF_UPLOAD_PURGE_MINUTES: '1', WHARF_COLLECTION_SCHEDULE: 'never' };
  return { NODE_OPTIONS: `--import=${clock.href}`, ...own };
}

export interface StoredFile {
  path: string;
  digest: Digest;
}

/** All files that hold content: the data folder without the database and the keys. */
export async function storedFiles(server: WharfServer): Promise<StoredFile[]> {
  const data = join(server.folder, 'data');
  const entries = await readdir(data, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !['db', 'keys'].includes(path.slice(data.length + 1).split('/')[0] ?? ''));
  const files = await Promise.all(
    paths.map(async (path) => {
      const content = await readFile(path).catch((error: NodeJS.ErrnoException) => {
        // The server removes files while they are listed.
        if (error.code !== 'ENOENT') throw error;
      });
      return content ? [{ path, digest: sha256(content) }] : [];
    }),
  );
  return files.flat();
}

/**
 * Waits until the stored files are exactly these contents, each once: nothing lost, nothing left over.
 * Rejects with the difference after `seconds`.
 */
export async function waitForStored(server: WharfServer, expected: Iterable<Digest>, seconds = 30): Promise<void> {
  const wanted = [...new Set(expected)].sort();
  for (let left = seconds * 4; ; left -= 1) {
    const files = await storedFiles(server);
    const found = files.map(({ digest }) => digest).sort();
    if (JSON.stringify(found) === JSON.stringify(wanted)) return;
    if (left <= 0) {
      const missing = wanted.filter((digest) => !found.includes(digest));
      const counts = new Map<Digest, number>();
      for (const digest of found) counts.set(digest, (counts.get(digest) ?? 0) + 1);
      const spare = files.filter(({ digest }) => !wanted.includes(digest)).map(({ path }) => path);
      const twice = [...counts].filter(([digest, count]) => count > 1 && wanted.includes(digest));
      throw new Error(
        `stored: ${found.length} files for ${wanted.length} contents; missing ${missing.length} ${missing.slice(0, 3)}; ` +
          `left over ${spare.length} ${spare.slice(0, 3)}; twice ${twice.length} ${twice.slice(0, 3)}`,
      );
    }
    await wait(250);
  }
}
