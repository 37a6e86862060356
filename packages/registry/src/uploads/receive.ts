import type { Readable } from 'node:stream';
import type { ObjectWriter } from '../ports/storage.ts';
import { BodyStalled, bodyChunks } from './body-chunks.ts';
import { freeChunks } from './free-chunks.ts';
import type { ProgressHash } from './progress-hash.ts';

/** Bytes gathered for one write: large enough that system calls do not count, small enough to hold two per upload. */
const batchBytes = 1024 * 1024;

/** The client went away before the body ended; what came before was written. */
export class BodyCutOff extends Error {
  override name = 'BodyCutOff';
}

/**
 * Moves a request's body into an object, hashing as the bytes pass; one batch is written while the next one is gathered,
 * so memory stays at two batches and a slow disk holds the client back.
 * When it throws, `hash` and `writer` agree on what was taken.
 * @throws BodyCutOff, BodyStalled, StorageFull
 */
export async function receive(body: Readable, writer: ObjectWriter, hash: ProgressHash): Promise<void> {
  let batch: Uint8Array[] = [];
  let gathered = 0;
  let writing: Promise<void> = Promise.resolve();
  let written: Uint8Array[] = [];
  const flush = async () => {
    const full = batch;
    batch = [];
    gathered = 0;
    await writing;
    freeChunks(written);
    written = full;
    writing = writer.write(full);
    // The failure is met by the next await of `writing`; until then it must not count as unhandled.
    writing.catch(() => {});
    // While the disk takes the batch.
    for (const chunk of full) hash.update(chunk);
  };
  let cutOff: unknown;
  try {
    for await (const chunk of bodyChunks(body)) {
      batch.push(chunk);
      gathered += chunk.byteLength;
      if (gathered >= batchBytes) await flush();
    }
  } catch (error) {
    cutOff = error;
  }
  await flush();
  await writing;
  freeChunks(written);
  if (cutOff instanceof BodyStalled) throw cutOff;
  if (cutOff) throw new BodyCutOff('the connection ended before the body did', { cause: cutOff });
}
