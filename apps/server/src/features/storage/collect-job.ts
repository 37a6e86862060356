import type { CollectionResult } from '@wharf/api';
import { createCollection, createMetadata, expireDeletions } from '@wharf/db';
import type { JobContext, JobKind } from '@wharf/jobs';
import { collectGarbage } from '@wharf/registry';
import { z } from 'zod';
import type { Services } from '../../bff/services.ts';
import { measureStorage } from './measure-storage.ts';

export const collectGarbageKind = 'collect-garbage';

/** Undefined: by hand only. */
export function collectionCron({ collectionSchedule }: Services['config']): string | undefined {
  return collectionSchedule === 'never' ? undefined : collectionSchedule;
}

const params = z.object({ dryRun: z.boolean().default(false) });
export type CollectParams = z.output<typeof params>;

/** Deletions that leave the recycle bin between two looks at the signal. */
const expiryStep = 50;

/** Lets the recycle bin's expired content go, then frees what nothing names, then counts the ledger anew. */
export function collectGarbageJob(services: Services): JobKind<CollectParams> {
  return {
    kind: collectGarbageKind,
    params,
    maxAttempts: 5,
    async run(context, { dryRun }) {
      const { database, storage, config, now, log } = services;
      const deletions = dryRun ? 0 : await emptyExpired(services, context);
      const collected = await collectGarbage(
        { collection: createCollection(database), storage, log },
        {
          untouchedSince: new Date(now().getTime() - config.collectionGraceMinutes * 60_000),
          dryRun,
          signal: context.signal,
          progress: ({ step, done, total }) =>
            context.progress({ step: `collect-${step}`, done, total, unit: 'items' }),
        },
      );
      if (!dryRun) await measure(services, context);
      const { blobs, bytes } = collected;
      return { dryRun, blobs, bytes, deletions } satisfies CollectionResult;
    },
  };
}

async function emptyExpired({ database: { db }, now }: Services, { signal, progress }: JobContext): Promise<number> {
  for (let sum = 0; ; ) {
    signal.throwIfAborted();
    progress({ step: 'expire', done: sum, total: null, unit: 'items' });
    const { deletions } = await expireDeletions(db, now(), expiryStep, signal);
    sum += deletions;
    if (deletions < expiryStep) return sum;
  }
}

async function measure(services: Services, { signal, progress }: JobContext): Promise<void> {
  const metadata = createMetadata(services.database);
  await measureStorage({ ...services, metadata }, signal, (done, total) =>
    progress({ step: 'measure', done, total, unit: 'items' }),
  );
}

export const measureStorageKind = 'measure-storage';

export function measureStorageJob(services: Services): JobKind<Record<string, never>> {
  return {
    kind: measureStorageKind,
    params: z.object({}),
    maxAttempts: 3,
    async run(context) {
      await measure(services, context);
      return undefined;
    },
  };
}
