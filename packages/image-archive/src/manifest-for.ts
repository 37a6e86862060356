import { type Digest, mediaTypes } from '@wharf/oci';
import type { ArchiveDocument } from './archive.ts';
import { dockerLayerGzip } from './layers.ts';
import { sha256Of } from './sha256.ts';

/**
 * The manifest that a `docker push` makes of an image without one: Docker schema 2, or OCI when a layer is compressed
 * in a way that schema 2 has no name for (zstd). Same input, same bytes.
 * @param layers what the registry holds for them, from the base to the top
 */
export function manifestFor(
  config: { bytes: Uint8Array; digest: Digest },
  layers: readonly { digest: Digest; size: number; mediaType: string }[],
): ArchiveDocument {
  const oci = layers.some(({ mediaType }) => mediaType !== dockerLayerGzip);
  const mediaType = oci ? mediaTypes.ociManifest : mediaTypes.dockerManifest;
  const document = {
    schemaVersion: 2,
    mediaType,
    config: {
      mediaType: oci ? mediaTypes.ociConfig : mediaTypes.dockerConfig,
      size: config.bytes.length,
      digest: config.digest,
    },
    layers: layers.map(({ mediaType: layer, size, digest }) => ({
      mediaType: oci && layer === dockerLayerGzip ? mediaTypes.ociLayerGzip : layer,
      size,
      digest,
    })),
  };
  const bytes = new TextEncoder().encode(JSON.stringify(document, undefined, 3));
  return { bytes, mediaType, digest: sha256Of(bytes) };
}
