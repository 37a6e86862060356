import type { Database } from '@wharf/db';
import { ByteReader } from '@wharf/image-archive/tar';
import type { StorageDriver } from '@wharf/registry';
import type { Kysely } from 'kysely';
import { ApiError } from '../../bff/problem.ts';
import type { FileContent } from '../../layer-files/file-node.ts';
import { findBlob } from '../../layer-files/queries.ts';
import { openLayer } from '../../layer-files/read-layer.ts';

/** Each unpacks a layer from its start: a few of them keep a core busy. */
const readersAtOnce = 4;
const readersOfUser = 2;
/** A file that begins later in the unpacked layer costs minutes of a core. */
const offsetLimit = 16 * 1024 ** 3;
let readers = 0;
const readersOf = new Map<string, number>();

/**
 * The bytes of one file of a layer, out of the stream of the whole layer. A chunk is valid until the next one is asked for.
 * @param length of the first bytes that are wanted
 * @throws ApiError `unavailable` when too many read at once, `too-large` for one too far into its layer; both before the first chunk
 */
export async function* readContent(
  { db, storage, userId }: { db: Kysely<Database>; storage: StorageDriver; userId: string },
  layerDigest: string,
  content: FileContent,
  length: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  if (content.offset > offsetLimit) {
    const text = `the file lies more than ${offsetLimit} bytes into its layer: pull the image to read it`;
    throw new ApiError('too-large', text, { detail: { limit: offsetLimit } });
  }
  const own = readersOf.get(userId) ?? 0;
  if (readers >= readersAtOnce || own >= readersOfUser) {
    throw new ApiError('unavailable', 'too many files are being read out of layers just now; try again soon', {
      headers: { 'Retry-After': '3' },
    });
  }
  readers += 1;
  readersOf.set(userId, own + 1);
  try {
    const blob = await findBlob(db, layerDigest);
    if (!blob) throw new ApiError('not-found', 'the layer is not there any more');
    const { tar } = await openLayer(storage, blob.storage_key, { signal });
    const reader = new ByteReader(tar);
    try {
      await reader.seek(content.offset);
      let left = Math.min(length, content.size);
      for await (const chunk of reader.chunks(left)) {
        left -= chunk.length;
        yield chunk;
      }
      if (left > 0) throw new Error(`the layer ${layerDigest} ended ${left} bytes before the end of a file`);
    } finally {
      await reader.close();
    }
  } finally {
    readers -= 1;
    const left = (readersOf.get(userId) ?? 1) - 1;
    if (left > 0) readersOf.set(userId, left);
    else readersOf.delete(userId);
  }
}
