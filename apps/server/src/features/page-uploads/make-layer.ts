import { createHash } from 'node:crypto';
import type { MadeLayer } from '@wharf/api';
import type { Database } from '@wharf/db';
import { type Digest, digestOf, type RepositoryName } from '@wharf/oci';
import type { Pushing } from '@wharf/registry';
import type { Kysely } from 'kysely';
import { compressLayer, type LayerCompression, layerMediaType } from './layer-compression.ts';

/** The bytes of a layer are not those that the image's config names. */
export class LayerDiffers extends Error {
  override name = 'LayerDiffers';
  readonly found: Digest;
  constructor(found: Digest, wanted: Digest) {
    super(`the layer's bytes have the digest ${found}, but the image's config names ${wanted}: the archive is damaged`);
    this.found = found;
  }
}

/**
 * Makes a compressed blob of an uncompressed layer, which is verified on the way: nothing is kept when it differs.
 * @param onBytes how many of `tar` were read so far
 * @throws LayerDiffers
 */
export async function makeLayer(
  { db, pushing, compression }: { db: Kysely<Database>; pushing: Pushing; compression: LayerCompression },
  layer: { name: RepositoryName; diffId: Digest; tar: AsyncIterable<Uint8Array>; onBytes?: (bytes: number) => void },
): Promise<MadeLayer> {
  const { name, diffId, tar, onBytes } = layer;
  const { digest, size } = await pushing.putBlob(name, compressLayer(verified(tar, diffId, onBytes), compression));
  await db
    .insertInto('layer_contents')
    .values({ diff_id: diffId, blob_digest: digest, compression })
    .onConflict((conflict) => conflict.columns(['diff_id', 'blob_digest']).doNothing())
    .execute();
  return { digest, size, mediaType: layerMediaType(compression) };
}

/** Fails at its end, and with it all that reads it, when the bytes are others. */
async function* verified(
  tar: AsyncIterable<Uint8Array>,
  diffId: Digest,
  onBytes: ((bytes: number) => void) | undefined,
): AsyncGenerator<Uint8Array> {
  const algorithm = diffId.startsWith('sha512:') ? 'sha512' : 'sha256';
  const hash = createHash(algorithm);
  let bytes = 0;
  for await (const chunk of tar) {
    hash.update(chunk);
    bytes += chunk.byteLength;
    onBytes?.(bytes);
    yield chunk;
  }
  const found = digestOf(algorithm, hash.digest('hex'));
  if (found !== diffId) throw new LayerDiffers(found, diffId);
}
