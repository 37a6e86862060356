import { type JobKind, JobRefused } from '@wharf/jobs';
import { isDigest, parseRepositoryName } from '@wharf/oci';
import { RegistryError } from '@wharf/registry';
import { z } from 'zod';
import type { Services } from '../../bff/services.ts';
import { layerMediaType } from './layer-compression.ts';
import { LayerDiffers, makeLayer } from './make-layer.ts';
import { findLayerOf } from './queries.ts';

const params = z.object({
  /** Full name. */
  name: z.string().transform((text, context) => {
    const name = parseRepositoryName(text);
    if (name) return name;
    context.addIssue({ code: 'custom', message: 'name' });
    return z.NEVER;
  }),
  upload: z.string(),
  diffId: z.string().refine(isDigest),
});

export const compressLayerKind = 'compress-layer';

/** Turns an upload that holds a layer's uncompressed tar into a compressed blob of the repository. */
export function compressLayerJob(services: Services): JobKind<z.output<typeof params>> {
  const { pushing, config, database } = services;
  return {
    kind: compressLayerKind,
    params,
    // Another node that takes the work over finds the upload claimed for a minute: longer than five pauses.
    maxAttempts: 8,
    concurrency: 2,
    async run({ signal, progress }, { name, upload, diffId }) {
      const interrupted = new AbortController();
      const either = AbortSignal.any([signal, interrupted.signal]);
      const parts = { db: database.db, pushing, compression: config.layerCompression };
      try {
        return await pushing.consumeUpload(
          name,
          upload,
          () => interrupted.abort(new JobRefused('upload-taken-back', 'the client cancelled this upload')),
          ({ size, read }) =>
            makeLayer(parts, {
              name,
              diffId,
              tar: untilAborted(read(), either),
              onBytes: (done) => progress({ done, total: size, unit: 'bytes', step: 'compress' }),
            }),
        );
      } catch (error) {
        if (error instanceof LayerDiffers) {
          await pushing.discardUpload(name, upload);
          throw new JobRefused('digest-differs', error.message);
        }
        if (error instanceof RegistryError && error.code === 'BLOB_UPLOAD_UNKNOWN') {
          return await madeBefore(services, name, diffId, error);
        }
        throw error;
      }
    },
  };
}

/** An earlier attempt that was killed after its last step left the layer, and no upload. */
async function madeBefore({ database }: Services, name: string, diffId: string, unknown: RegistryError) {
  const layer = await findLayerOf(database.db, name, diffId);
  if (!layer || layer.compression === 'none') throw new JobRefused('upload-unknown', unknown.message);
  return { digest: layer.digest, size: layer.size, mediaType: layerMediaType(layer.compression) };
}

async function* untilAborted(chunks: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    yield chunk;
  }
}
