import { createCollection, createMetadata } from '@wharf/db';
import type { JobKind } from '@wharf/jobs';
import { checkBlobs, type DamagedBlob } from '@wharf/registry';
import { z } from 'zod';
import type { Services } from '../../bff/services.ts';

export const checkBlobsKind = 'check-blobs';

/** Damaged blobs that the result names; the log names all. */
const shownLimit = 100;

/** Younger objects may belong to what is just being written or removed. */
export const orphanAgeMs = 60 * 60 * 1000;

export function checkBlobsJob({ database, storage, now, log }: Services): JobKind<Record<string, never>> {
  return {
    kind: checkBlobsKind,
    params: z.object({}),
    maxAttempts: 3,
    async run({ signal, progress }) {
      const damaged: Pick<DamagedBlob, 'digest' | 'damage'>[] = [];
      const metadata = createMetadata(database);
      const result = await checkBlobs(
        { collection: createCollection(database), metadata, storage },
        {
          signal,
          now,
          orphansBefore: new Date(now().getTime() - orphanAgeMs),
          progress: ({ blobs, totalBlobs }) =>
            progress({ step: 'check', done: blobs, total: totalBlobs, unit: 'items' }),
          damaged: ({ digest, size, storageKey, damage }) => {
            log.error(
              { digest, size, storageKey, damage },
              'a stored blob is damaged: it is absent until pushed again',
            );
            if (damaged.length < shownLimit) damaged.push({ digest, damage });
          },
        },
      );
      return { ...result, damaged };
    },
  };
}
