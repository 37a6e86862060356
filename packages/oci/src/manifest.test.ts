import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ManifestFormatError, manifestArtifactType, parseManifest } from './manifest.ts';
import { mediaTypes } from './media-type.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const config = { mediaType: mediaTypes.ociConfig, digest, size: 2 };
const image = {
  schemaVersion: 2,
  mediaType: mediaTypes.ociManifest,
  config,
  layers: [{ mediaType: mediaTypes.ociLayerGzip, digest, size: 5 }],
};
const index = {
  schemaVersion: 2,
  mediaType: mediaTypes.ociIndex,
  manifests: [
    {
      mediaType: mediaTypes.ociManifest,
      digest,
      size: 5,
      platform: { os: 'linux', architecture: 'arm64', variant: 'v8' },
    },
  ],
};
const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

describe('parseManifest', () => {
  test('reads an image and an index', () => {
    expect(parseManifest(encode(image), mediaTypes.ociManifest)).toMatchObject({
      kind: 'image',
      config,
      layers: [{ size: 5 }],
    });
    expect(parseManifest(encode(index), undefined)).toMatchObject({
      kind: 'index',
      manifests: [{ platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } }],
    });
  });

  test('takes the kind from Content-Type where the document names none', () => {
    const { mediaType: _, ...unnamed } = image;
    expect(parseManifest(encode(unnamed), mediaTypes.ociManifest).mediaType).toBe(mediaTypes.ociManifest);
  });

  test.each<[string, unknown, string | undefined]>([
    ['schema 1', { ...image, schemaVersion: 1 }, undefined],
    ['no media type', { ...image, mediaType: undefined }, undefined],
    ['another Content-Type', image, mediaTypes.ociIndex],
    ['an unknown media type', { ...image, mediaType: 'text/plain' }, undefined],
    ['an image without config', { ...image, config: undefined }, undefined],
    ['layers that are no list', { ...image, layers: {} }, undefined],
    ['a bad digest', { ...image, layers: [{ ...config, digest: 'sha256:../../etc' }] }, undefined],
    ['a negative size', { ...image, layers: [{ ...config, size: -1 }] }, undefined],
    ['a size with a fraction', { ...image, layers: [{ ...config, size: 1.5 }] }, undefined],
    ['an index with layers', { ...index, layers: [] }, undefined],
    ['an image with manifests', { ...image, manifests: [] }, undefined],
    ['annotations of numbers', { ...image, annotations: { a: 1 } }, undefined],
    ['a list', [], mediaTypes.ociManifest],
    ['sizes whose sum is no exact number', { ...image, layers: [config, { ...config, size: 2 ** 53 - 1 }] }, undefined],
    ['a NUL in the artifact type', { ...image, artifactType: 'a\0b' }, undefined],
    ["a NUL in the config's type", { ...image, config: { ...config, mediaType: 'a\0b' } }, undefined],
  ])('refuses %s', (_, document, contentType) => {
    expect(() => parseManifest(encode(document), contentType)).toThrow(ManifestFormatError);
  });

  test.each(['os', 'architecture', 'variant', 'os.version'])('leaves out a platform whose %s is too long', (part) => {
    const [child] = index.manifests;
    const named = (text: string) => {
      const platform = { ...child?.platform, [part]: text };
      const parsed = parseManifest(encode({ ...index, manifests: [{ ...child, platform }] }), undefined);
      return parsed.kind === 'index' ? parsed.manifests[0]?.platform : undefined;
    };
    expect(named('x'.repeat(64))).toMatchObject({ [part]: 'x'.repeat(64) });
    expect(named('x'.repeat(65))).toBeUndefined();
  });

  test('any bytes give a manifest or a ManifestFormatError', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => new TextEncoder().encode(text)),
        ),
        (bytes) => {
          try {
            parseManifest(bytes, mediaTypes.ociManifest);
          } catch (error) {
            expect(error).toBeInstanceOf(ManifestFormatError);
          }
        },
      ),
    );
  });
});

test('the artifact type falls back to the media type of the config', () => {
  expect(manifestArtifactType(parseManifest(encode(image), undefined))).toBe(mediaTypes.ociConfig);
  expect(manifestArtifactType(parseManifest(encode({ ...image, artifactType: 'a/b' }), undefined))).toBe('a/b');
  expect(manifestArtifactType(parseManifest(encode(index), undefined))).toBeUndefined();
});
