import { createCollection, createMetadata, type WharfDatabase } from '@wharf/db';
import { checkBlobs, type StorageDriver } from '@wharf/registry';
import { orphanAgeMs } from './features/storage/check-job.ts';

/**
 * Hashes all stored content again and tells what is damaged; the server may run meanwhile.
 * @returns the exit code: 1 when something is damaged
 */
export async function fsck(
  { database, storage }: { database: WharfDatabase; storage: StorageDriver },
  write: (line: string) => void,
): Promise<number> {
  const now = () => new Date();
  const metadata = createMetadata(database);
  const result = await checkBlobs(
    { collection: createCollection(database), metadata, storage },
    {
      now,
      orphansBefore: new Date(now().getTime() - orphanAgeMs),
      damaged: ({ digest, size, storageKey, damage }) =>
        write(`${words[damage]} ${digest} (${size} bytes, ${storageKey})`),
      orphan: ({ key, size }) => write(`orphan ${key} (${size} bytes)`),
    },
  );
  write(`${result.blobs} blobs, ${result.bytes} bytes read`);
  const damaged = result.missing + result.broken;
  if (damaged > 0) {
    write(`${damaged} damaged: clients are told that they are absent, so that pushing them again heals them`);
  }
  if (result.healed > 0) write(`${result.healed} marked as damaged before, whole now`);
  if (result.orphans > 0) {
    write(`${result.orphans} orphans, ${result.orphanBytes} bytes: the server removes them when they are old enough`);
  }
  write(damaged > 0 ? 'The store is damaged.' : 'The store is whole.');
  return damaged > 0 ? 1 : 0;
}

const words = { missing: 'missing', size: 'wrong size', content: 'wrong content' } as const;
