import type { Transform } from 'node:stream';
import { Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import { mediaTypes } from '@wharf/oci';
import type { Config } from '../../config.ts';
import { parallelGzip } from './parallel-gzip.ts';

export type LayerCompression = Config['layerCompression'];

const dockerLayerGzip = 'application/vnd.docker.image.rootfs.diff.tar.gzip';

/** As it stands in a manifest; `manifestFor` turns the docker one into OCI's where an image mixes both. */
export function layerMediaType(compression: LayerCompression): string {
  return compression === 'gzip' ? dockerLayerGzip : mediaTypes.ociLayerZstd;
}

/** The compressed bytes of a layer's tar; the same for the same tar. Chunks may be used again by the source. */
export function compressLayer(
  tar: AsyncIterable<Uint8Array>,
  compression: LayerCompression,
): AsyncIterable<Uint8Array> {
  if (compression === 'gzip') return parallelGzip(tar);
  const { createZstdCompress } = zlib as { createZstdCompress?: () => Transform };
  // The configuration refused it already where Node lacks it.
  if (!createZstdCompress) throw new Error('this Node has no zstd');
  const source = Readable.from(copied(tar), { objectMode: true, highWaterMark: 2 });
  const compressor = createZstdCompress();
  source.on('error', (error) => compressor.destroy(error));
  compressor.on('close', () => source.destroy());
  return source.pipe(compressor);
}

async function* copied(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield Uint8Array.from(chunk);
}
