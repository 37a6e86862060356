import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { mediaTypes } from '@wharf/oci';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { ArchiveOptions } from './archive.ts';
import { ArchiveError, type ArchiveErrorDetail } from './error.ts';
import { openArchive } from './open-archive.ts';
import {
  configJson,
  descriptorOf,
  dockerSave,
  dockerSaveOci,
  gzipLayers,
  layout,
  legacySave,
  ociManifest,
  zipped,
} from './testing/archives.ts';
import { buildTar, type TarPart, utf8 } from './testing/build-tar.ts';
import { openReads, sha256, sourceOf, wrappings, zstdOf } from './testing/sources.ts';

// Nothing is left open, whatever became of the archive.
afterEach(() => expect(openReads()).toBe(0));

const without = (parts: TarPart[], path: RegExp) => parts.filter((part) => !path.test(part.path));
const replaced = (parts: TarPart[], path: RegExp, change: Partial<TarPart>) =>
  parts.map((part) => (path.test(part.path) ? { ...part, ...change } : part));
const sha = () => {
  const hash = createHash('sha256');
  return { update: (bytes: Uint8Array) => hash.update(bytes), digest: () => hash.digest('hex') };
};

async function refusal(bytes: Uint8Array, options: ArchiveOptions = {}): Promise<ArchiveError> {
  const outcome = await openArchive(sourceOf(bytes), options).then(
    () => 'it was taken',
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(ArchiveError);
  return outcome as ArchiveError;
}

const manifest = ociManifest(gzipLayers);
const entry = descriptorOf(mediaTypes.ociManifest, manifest);
const blobs = [manifest, configJson, ...zipped];
const configPath = `${sha256(configJson).slice(7)}.json`;
const layerPath = `blobs/sha256/${gzipLayers[0]?.digest.slice(7)}`;
const deep = (levels: number): TarPart[] => {
  const documents = [manifest];
  for (let level = 0; level < levels; level++) {
    const [inner = ''] = documents;
    const type = level === 0 ? mediaTypes.ociManifest : mediaTypes.ociIndex;
    documents.unshift(
      JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests: [descriptorOf(type, inner)] }),
    );
  }
  return layout([descriptorOf(mediaTypes.ociIndex, documents[0] ?? '')], [...documents, configJson, ...zipped]);
};

const cases: [string, TarPart[], string, ArchiveErrorDetail][] = [
  ['no manifest', [{ path: 'README', content: 'x' }], 'no-manifest', {}],
  ['no image', dockerSave({ manifest: [] }), 'no-image', {}],
  ['an empty index', layout([], []), 'no-image', {}],
  ['a lost layer', without(dockerSave(), /^[0-9a-f]{64}\.tar$/), 'layer-missing', { member: 'aaa/layer.tar' }],
  ['a lost config', without(dockerSave(), /^[0-9a-f]{64}\.json$/), 'config-missing', { member: configPath }],
  [
    'a lost layer of a layout',
    without(layout([entry], blobs), new RegExp(layerPath)),
    'layer-missing',
    { member: layerPath },
  ],
  [
    'a lost config of a layout',
    layout([entry], [manifest, ...zipped]),
    'config-missing',
    { wanted: sha256(configJson) },
  ],
  ['a lost manifest', layout([entry], [configJson, ...zipped]), 'manifest-missing', { wanted: sha256(manifest) }],
  ['a lost parent', without(legacySave(), /^base\/json/), 'config-missing', { member: 'base/json' }],
  ['a lost layer of the oldest', without(legacySave(), /^base\/layer/), 'layer-missing', { member: 'base/layer.tar' }],
  [
    'a changed config',
    replaced(dockerSave(), new RegExp(configPath), { content: configJson.replace('arm64', 'amd64') }),
    'digest-differs',
    { member: configPath, wanted: sha256(configJson) },
  ],
  [
    'a changed manifest',
    replaced(layout([entry], blobs), new RegExp(sha256(manifest).slice(7)), {
      content: manifest.replace('"layers"', '"lAyers"'),
    }),
    'digest-differs',
    { wanted: sha256(manifest) },
  ],
  [
    'a layer of another size',
    replaced(layout([entry], blobs), new RegExp(layerPath), { content: 'short' }),
    'size-differs',
    { member: layerPath, found: 5 },
  ],
  [
    'a path with ..',
    [...dockerSave(), { path: 'a/../../etc/passwd' }],
    'unsafe-path',
    { member: 'a/../../etc/passwd' },
  ],
  ['an absolute path', [...dockerSave(), { path: '/etc/passwd' }], 'unsafe-path', { member: '/etc/passwd' }],
  [
    'a long path with ..',
    [...dockerSave(), { path: `${'a/'.repeat(80)}../../x/../../..`, long: 'gnu' }],
    'unsafe-path',
    {},
  ],
  [
    'a config outside',
    dockerSave({ manifest: [{ Config: '../../etc/passwd', Layers: [] }] }),
    'unsafe-path',
    { member: '../../etc/passwd' },
  ],
  [
    'a link outside',
    [...dockerSave(), { path: 'x/y', type: '2', link: '../../etc/passwd' }],
    'unsafe-link',
    { member: 'x/y', found: '../../etc/passwd' },
  ],
  [
    'an absolute link',
    [...dockerSave(), { path: 'x', type: '2', link: '/etc/passwd' }],
    'unsafe-link',
    { member: 'x' },
  ],
  ['a hard link outside', [...dockerSave(), { path: 'x', type: '1', link: '../x' }], 'unsafe-link', { member: 'x' }],
  [
    'links in a circle',
    [
      ...without(dockerSave(), /^[0-9a-f]{64}\.json$/),
      { path: configPath, type: '2', link: 'b' },
      { path: 'b', type: '2', link: configPath },
    ],
    'unsafe-link',
    {},
  ],
  [
    'a device as layer',
    replaced(dockerSave(), /^[0-9a-f]{64}\.tar$/, { type: '3', content: '' }),
    'unsupported',
    { found: '3' },
  ],
  [
    'manifest.json that is no JSON',
    replaced(dockerSave(), /^manifest/, { content: '[{"Config"' }),
    'bad-json',
    { member: 'manifest.json' },
  ],
  [
    'manifest.json in Latin-1',
    replaced(dockerSave(), /^manifest/, { content: Uint8Array.of(0x5b, 0xe9, 0x5d) }),
    'bad-json',
    { member: 'manifest.json' },
  ],
  ['a config that is no JSON', dockerSave({ config: '{' }), 'bad-json', {}],
  ['manifest.json that is an object', dockerSave({ manifest: {} }), 'manifest-format', { member: 'manifest.json' }],
  ['an image without config', dockerSave({ manifest: [{ Layers: [] }] }), 'manifest-format', { where: '[0].Config' }],
  [
    'tags of numbers',
    dockerSave({ manifest: [{ Config: 'c', RepoTags: [1] }] }),
    'manifest-format',
    { where: '[0].RepoTags' },
  ],
  [
    'fewer layers than diff ids',
    dockerSave({ manifest: [{ Config: configPath, Layers: [] }] }),
    'manifest-format',
    { found: 2, wanted: 0 },
  ],
  [
    'a config without diff ids',
    dockerSave({ config: '{"os":"linux"}' }),
    'manifest-format',
    { where: 'rootfs.diff_ids' },
  ],
  ['an index of numbers', layout([1], []), 'manifest-format', { member: 'index.json' }],
  [
    'parents in a circle',
    replaced(legacySave(), /^base\/json/, { content: '{"parent":"top"}' }),
    'manifest-format',
    { where: 'parent' },
  ],
  ['indexes too deep', deep(4), 'too-large', {}],
];

describe.each(wrappings)('a broken $wrapping archive', ({ wrap }) => {
  test.each(cases)('with %s is refused', async (_, parts, code, detail) => {
    const error = await refusal(wrap(buildTar(parts)));
    expect(error.code, error.message).toBe(code);
    expect(error.detail).toMatchObject({ file: 'image.tar', ...detail });
    expect(error.message.length).toBeGreaterThan(10);
  });

  test('with bounds is refused beyond them', async () => {
    const tar = wrap(buildTar(dockerSave()));
    for (const limits of [
      { members: 3 },
      { documentBytes: 20 },
      { documentsBytes: 100 },
      { images: 0 },
      { layers: 1 },
    ]) {
      expect((await refusal(tar, { limits })).code, JSON.stringify(limits)).toBe('too-large');
    }
  });

  test('that ends in the middle says where', async () => {
    const tar = buildTar(dockerSave());
    for (const cut of [700, 1500, 2048]) {
      const error = await refusal(wrap(tar.subarray(0, cut)));
      expect(error.code, `${cut}: ${error.message}`).toBe('truncated');
    }
  });
});

test.each([
  ['nothing', new Uint8Array(0), 'truncated'],
  ['a text', utf8('hello '.repeat(200)), 'not-an-archive'],
  ['a short text', utf8('hello'), 'truncated'],
  ['xz', Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 0), 'unsupported'],
  ['zip', utf8('PK\x03\x04abcdefgh'), 'unsupported'],
  ['gzip of a text', gzipSync('hello '.repeat(200)), 'not-an-archive'],
  ['a header with another checksum', spoiled(buildTar(dockerSave()), 150), 'not-an-archive'],
])('%s is refused', async (_, bytes, code) => {
  expect((await refusal(bytes)).code).toBe(code);
});

test('a compressed file that was cut or damaged says so, not that something is missing', async () => {
  const tar = buildTar(dockerSave());
  const zip = gzipSync(tar);
  const zstd = zstdOf(tar, { checksum: true });
  for (const whole of [zip, zstd]) {
    for (const cut of [20, whole.length >> 1, whole.length - 3]) {
      const error = await refusal(whole.subarray(0, cut));
      expect(error.code, `${cut} of ${whole.length}: ${error.message}`).toBe('truncated');
    }
  }
  expect((await refusal(spoiled(zip, zip.length - 6))).code).toBe('corrupt');
  expect((await refusal(Buffer.concat([zstd, Buffer.from('what is this')]))).code).toBe('corrupt');
});

test('a layer whose hash differs is found before anything is sent, when the archive is read anyway', async () => {
  const parts = replaced(dockerSave(), /^[0-9a-f]{64}\.tar$/, { content: buildTar([{ path: 'other' }]) });
  const error = await refusal(gzipSync(buildTar(parts)), { sha256: sha });
  expect(error).toMatchObject({
    code: 'digest-differs',
    detail: { member: expect.stringMatching(/^[0-9a-f]{64}\.tar$/) },
  });
});

test('what unpacks to far more than its size is a bomb; a large but honest archive is none', async () => {
  const parts = [...dockerSave(), { path: 'zeros', content: new Uint8Array(8 * 1024 * 1024) }];
  const limits = { ratio: 50, ratioFree: 1024 * 1024 };
  for (const bytes of [gzipSync(buildTar(parts)), zstdOf(buildTar(parts))]) {
    expect((await refusal(bytes, { limits })).code).toBe('bomb');
    await expect(openArchive(sourceOf(bytes))).resolves.toMatchObject({ images: [{}] });
  }
  // A frame that asks for a window of 2 GiB.
  expect((await refusal(zstdOf(buildTar(parts), { windowByte: 0xa8 }))).code).toBe('unsupported');
});

test('a file in a tar that grew shorter since is refused while its layer is read', async () => {
  const tar = buildTar(dockerSave());
  const source = sourceOf(tar);
  const archive = await openArchive(source);
  const layer = archive.images[0]?.layers[1]?.member ?? '';
  const shorter = sourceOf(tar.subarray(0, 3000));
  source.read = shorter.read;
  const read = async () => {
    for await (const _ of archive.openMember(layer)) {
      // Read on.
    }
  };
  await expect(read()).rejects.toMatchObject({ code: 'truncated' });
});

test('any change of any byte gives the archive, or an ArchiveError', { timeout: 60_000 }, async () => {
  const wholes = [dockerSave(), dockerSaveOci(), legacySave(), layout([entry], blobs)].flatMap((parts) =>
    wrappings.map(({ wrap }) => wrap(buildTar(parts))),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...wholes),
      fc.array(fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat(255)), {
        minLength: 1,
        maxLength: 4,
      }),
      fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      async (whole, changes, cut) => {
        const bytes = Uint8Array.from(whole);
        for (const [place, value] of changes) bytes[Math.floor(place * bytes.length)] = value;
        try {
          await openArchive(sourceOf(cut === null ? bytes : bytes.subarray(0, cut * bytes.length)), { sha256: sha });
        } catch (error) {
          if (!(error instanceof ArchiveError)) throw error;
        }
      },
    ),
    { numRuns: 600 },
  );
});

function spoiled(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
}
