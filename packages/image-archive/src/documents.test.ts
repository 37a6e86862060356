import { createHash } from 'node:crypto';
import { mediaTypes } from '@wharf/oci';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dockerLayerGzip } from './layers.ts';
import { manifestFor } from './manifest-for.ts';
import { sha256Of } from './sha256.ts';
import { sha256 } from './testing/sources.ts';

test('sha256 is that of node:crypto, whatever the length', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(sha256Of(bytes)).toBe(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
    }),
    { numRuns: 1000 },
  );
  const large = new Uint8Array(3_000_001).fill(7);
  expect(sha256Of(large)).toBe(sha256(large));
});

const config = { bytes: new TextEncoder().encode('{}'), digest: sha256('{}') };

test('a manifest is what docker push makes, to the byte', () => {
  const { bytes, mediaType, digest } = manifestFor(config, [
    { digest: sha256('layer'), size: 5, mediaType: dockerLayerGzip },
  ]);
  expect(mediaType).toBe('application/vnd.docker.distribution.manifest.v2+json');
  expect(digest).toBe(sha256(bytes));
  expect(new TextDecoder().decode(bytes)).toBe(`{
   "schemaVersion": 2,
   "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
   "config": {
      "mediaType": "application/vnd.docker.container.image.v1+json",
      "size": 2,
      "digest": "${sha256('{}')}"
   },
   "layers": [
      {
         "mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip",
         "size": 5,
         "digest": "${sha256('layer')}"
      }
   ]
}`);
});

test('zstd layers have no name in schema 2: the manifest is an OCI one', () => {
  const { bytes, mediaType } = manifestFor(config, [
    { digest: sha256('a'), size: 1, mediaType: dockerLayerGzip },
    { digest: sha256('b'), size: 1, mediaType: mediaTypes.ociLayerZstd },
  ]);
  expect(mediaType).toBe(mediaTypes.ociManifest);
  expect(JSON.parse(new TextDecoder().decode(bytes))).toMatchObject({
    config: { mediaType: mediaTypes.ociConfig },
    layers: [{ mediaType: mediaTypes.ociLayerGzip }, { mediaType: mediaTypes.ociLayerZstd }],
  });
});
