import { unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { StorageDriver } from '@wharf/registry/ports/storage';
import { BufferPool } from './buffer-pool.ts';
import { isAbsent } from './errno.ts';
import { Folders } from './fs-folders.ts';
import { factsOf, listFiles } from './fs-list.ts';
import { FileReader } from './fs-reader.ts';
import { openFileWriter } from './fs-writer.ts';
import { checkKey, prefixFolder } from './object-key.ts';

/** Bytes read at once. Smaller costs calls, larger leaves the processor's cache. */
const chunkBytes = 512 * 1024;
/** At most 32 MiB of read buffers a process: 64 readers at full speed, the others with small buffers. */
const pooledBuffers = 64;

/** Objects as files below `root`, which is made when absent: a key is a path. Several processes may share one root. */
export async function openFsStorage(root: string): Promise<StorageDriver> {
  const base = resolve(root);
  const folders = new Folders(base);
  const reader = new FileReader(new BufferPool(chunkBytes, pooledBuffers));
  const pathOf = (key: string): string => {
    checkKey(key);
    return join(base, key);
  };
  await folders.leave(await folders.enter(base));

  return {
    stat: async (key) => factsOf(pathOf(key)),
    read: (key, range) => reader.read(key, pathOf(key), range),
    openWriter: async (key, at) => openFileWriter(key, pathOf(key), at, folders),
    async remove(key) {
      try {
        await unlink(pathOf(key));
      } catch (error) {
        if (!isAbsent(error)) throw error;
      }
    },
    list: (prefix, after = '') => listFiles(base, prefixFolder(prefix), prefix, after),
    close: () => folders.close(),
  };
}
