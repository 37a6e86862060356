import { ArchiveError } from '@wharf/image-archive';
import type { JobContext, JobKind } from '@wharf/jobs';
import { ObjectNotFound } from '@wharf/registry';
import { z } from 'zod';
import type { Services } from '../../bff/services.ts';
import { indexLayer } from '../../layer-files/index-layer.ts';
import {
  findBlob,
  type IndexOutcome,
  indexJobKind,
  type LayerContent,
  putFileIndex,
} from '../../layer-files/queries.ts';
import { openLayer } from '../../layer-files/read-layer.ts';

const params = z.object({ digest: z.string() });
const attempts = 3;

/** Reads a layer once and keeps what files it holds. */
export function indexLayerJob(services: Services): JobKind<z.output<typeof params>> {
  return {
    kind: indexJobKind,
    params,
    maxAttempts: attempts,
    async run(context, { digest }) {
      const { db } = services.database;
      const blob = await findBlob(db, digest);
      // Collected meanwhile.
      if (!blob) return { state: 'gone' };
      const { outcome, content } = await readIndex(services, context, digest, blob);
      await putFileIndex(db, digest, outcome, content, services.now());
      const { state, reason, fileCount, fileBytes } = outcome;
      return { state, reason, fileCount, fileBytes };
    },
  };
}

async function readIndex(
  { database: { db }, storage, now }: Services,
  { signal, progress, log, attempt }: JobContext,
  digest: string,
  blob: { size: number; storage_key: string },
): Promise<{ outcome: IndexOutcome; content?: LayerContent }> {
  try {
    const onRead = (done: number) => progress({ done, total: blob.size, unit: 'bytes', step: 'read-layer' });
    const { compression, tar } = await openLayer(storage, blob.storage_key, { onRead, signal });
    const { contentHash, ...index } = await indexLayer(tar);
    const content = { diffId: `sha256:${contentHash}`, compression };
    return { outcome: { state: 'ready', reason: null, ...index }, content };
  } catch (error) {
    signal.throwIfAborted();
    const outcome = refusalOf(error);
    if (error instanceof ObjectNotFound) log.error({ digest }, 'a blob has no bytes in storage');
    if (outcome) return { outcome };
    // After the last attempt: it tells whoever asks for the files that there is nothing to wait for.
    if (attempt >= attempts) await putFileIndex(db, digest, refused('failed', 'internal'), undefined, now());
    throw error;
  }
}

function refusalOf(error: unknown): IndexOutcome | undefined {
  if (error instanceof ObjectNotFound) return refused('failed', 'blob-missing');
  if (!(error instanceof ArchiveError)) return undefined;
  switch (error.code) {
    case 'too-large':
      return refused('skipped', 'too-many-files');
    case 'bomb':
      return refused('skipped', 'bomb');
    case 'unsupported':
      return refused('skipped', 'compression');
    case 'not-an-archive':
      return refused('skipped', 'not-a-tar');
    case 'truncated':
      return refused('failed', 'truncated');
    default:
      return refused('failed', 'corrupt');
  }
}

function refused(state: 'skipped' | 'failed', reason: string): IndexOutcome {
  return { state, reason, fileCount: 0, fileBytes: 0, entries: new Uint8Array(0) };
}
