import { createHash, randomBytes } from 'node:crypto';
import { type Digest, digestOf, mediaTypes } from '@wharf/oci';
import type { RegistryClient } from '@wharf/registry-client';

export function sha256(bytes: Uint8Array): Digest {
  return digestOf('sha256', createHash('sha256').update(bytes).digest('hex'));
}

export interface Image {
  mediaType: string;
  manifest: Buffer;
  blobs: Buffer[];
}

/** A small image of realistic shape: a config and four layers. */
export function makeImage(layerBytes = 10_240): Image {
  const layers = Array.from({ length: 4 }, () => randomBytes(layerBytes));
  const config = Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      created: '2026-01-01T00:00:00Z',
      config: { Env: ['PATH=/usr/bin'], Cmd: ['sh'] },
      rootfs: { type: 'layers', diff_ids: layers.map(sha256) },
      history: layers.map((_, index) => ({ created: '2026-01-01T00:00:00Z', created_by: `RUN step ${index}` })),
    }),
  );
  const describe = (mediaType: string, bytes: Buffer) => ({ mediaType, digest: sha256(bytes), size: bytes.length });
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: mediaTypes.ociManifest,
      config: describe(mediaTypes.ociConfig, config),
      layers: layers.map((layer) => describe(mediaTypes.ociLayerGzip, layer)),
    }),
  );
  return { mediaType: mediaTypes.ociManifest, manifest, blobs: [config, ...layers] };
}

export async function pushImage(client: RegistryClient, repository: string, tag: string, image: Image): Promise<void> {
  for (const blob of image.blobs) await client.pushBlob(repository, sha256(blob), blob);
  await client.putManifest(repository, tag, image.manifest, image.mediaType);
}
