import type { StorageDriver } from '@wharf/registry';

/**
 * A small object's bytes in memory.
 * @param limit of bytes; a larger object answers undefined
 * @throws ObjectNotFound
 */
export async function readBounded(storage: StorageDriver, key: string, limit: number): Promise<Uint8Array | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of storage.read(key)) {
    size += chunk.length;
    if (size > limit) return undefined;
    // Copied, because the driver uses the chunk's memory again.
    parts.push(Buffer.from(chunk));
  }
  return Buffer.concat(parts);
}
