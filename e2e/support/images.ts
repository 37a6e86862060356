import { gzipSync } from 'node:zlib';
import { type Descriptor, type Digest, mediaTypes } from '@wharf/oci';
import { randomBytesOf, sha256 } from './bytes.ts';
import { type TarFile, tarOf } from './tar.ts';
import { zstdFrameOf } from './zstd.ts';

export interface Content {
  descriptor: Descriptor;
  bytes: Buffer;
}

export interface TestImage {
  manifest: Content;
  config: Content;
  layers: Content[];
}

export interface TestIndex {
  index: Content;
  images: TestImage[];
}

export interface ImageShape {
  /** Same seed and shape, same bytes. */
  seed: string;
  format?: 'oci' | 'docker';
  compression?: 'gzip' | 'zstd';
  architecture?: string;
  /** Bytes of the part of each layer that does not compress; their number is the number of layers. */
  layers?: number[];
  /** Seeds of the layers, to share some between images; by default they come from `seed`. */
  layerSeeds?: string[];
}

const dockerLayerGzip = 'application/vnd.docker.image.rootfs.diff.tar.gzip';
const created = '2026-01-02T03:04:05Z';

export function contentOf(mediaType: string, bytes: Uint8Array | string, more: Partial<Descriptor> = {}): Content {
  const buffer = Buffer.from(bytes);
  return { bytes: buffer, descriptor: { mediaType, digest: sha256(buffer), size: buffer.length, ...more } };
}

/** An image as builders make them: a base layer with a small root file system, an application, a configuration. */
export function imageOf(shape: ImageShape): TestImage {
  const { seed, layers: sizes = [200_000, 50_000, 300] } = shape;
  return imageOfTars(
    sizes.map((size, index) => layerTar(shape.layerSeeds?.[index] ?? `${seed}/${index}`, index, size)),
    shape,
  );
}

/** An image of these uncompressed layers, lowest first. */
export function imageOfTars(
  tars: readonly Buffer[],
  { seed, format = 'oci', compression = 'gzip', architecture = 'amd64' }: Omit<ImageShape, 'layers' | 'layerSeeds'>,
): TestImage {
  if (format === 'docker' && compression === 'zstd') throw new Error('Docker schema 2 has no zstd layers');
  const layers = tars.map((tar) =>
    compression === 'zstd'
      ? contentOf(mediaTypes.ociLayerZstd, zstdFrameOf(tar))
      : contentOf(format === 'oci' ? mediaTypes.ociLayerGzip : dockerLayerGzip, gzipSync(tar, { level: 1 })),
  );
  const config = contentOf(
    format === 'oci' ? mediaTypes.ociConfig : mediaTypes.dockerConfig,
    JSON.stringify({
      created,
      author: 'e2e',
      architecture,
      os: 'linux',
      ...(architecture === 'arm' ? { variant: 'v7' } : {}),
      config: {
        User: 'app',
        Env: ['PATH=/usr/local/bin:/usr/bin:/bin', `SEED=${seed}`],
        Entrypoint: ['/usr/bin/app'],
        Cmd: ['--serve'],
        ExposedPorts: { '8080/tcp': {} },
        Labels: { 'org.opencontainers.image.title': seed },
        WorkingDir: '/srv',
      },
      rootfs: { type: 'layers', diff_ids: tars.map((tar) => sha256(tar)) },
      history: [
        ...layers.map((_, index) => ({ created, created_by: `COPY layer-${index} / # buildkit` })),
        { created, created_by: 'ENTRYPOINT ["/usr/bin/app"]', empty_layer: true },
      ],
    }),
  );
  const mediaType = format === 'oci' ? mediaTypes.ociManifest : mediaTypes.dockerManifest;
  return { config, layers, manifest: manifestOf(config, layers, { mediaType }) };
}

/** A manifest over content; `fields` are added to it (subject, artifactType, annotations). */
export function manifestOf(config: Content, layers: Content[], fields: Record<string, unknown> = {}): Content {
  const document = {
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    config: config.descriptor,
    layers: layers.map((layer) => layer.descriptor),
    ...fields,
  };
  return contentOf(document.mediaType, JSON.stringify(document, null, 2));
}

/** An image index (or Docker manifest list) with one image for each architecture. */
export function indexOf(seed: string, architectures: string[], format: 'oci' | 'docker' = 'oci'): TestIndex {
  const images = architectures.map((architecture) =>
    imageOf({ seed: `${seed}/${architecture}`, architecture, format, layers: [30_000, 2_000] }),
  );
  const mediaType = format === 'oci' ? mediaTypes.ociIndex : mediaTypes.dockerManifestList;
  const manifests = images.map(({ manifest }, index) => ({
    ...manifest.descriptor,
    platform: {
      os: 'linux',
      architecture: architectures[index] ?? '',
      ...(architectures[index] === 'arm' ? { variant: 'v7' } : {}),
    },
  }));
  return { images, index: contentOf(mediaType, JSON.stringify({ schemaVersion: 2, mediaType, manifests }, null, 2)) };
}

/** Something attached to a manifest: a signature, an SBOM. Without layers of its own it carries the empty descriptor. */
export function referrerOf(subject: Descriptor, artifactType: string, note: string): TestImage {
  const config = contentOf(mediaTypes.ociEmpty, '{}');
  const payload = contentOf('text/plain', `about ${subject.digest}: ${note}`);
  const { mediaType, digest, size } = subject;
  const manifest = manifestOf(config, [payload], {
    artifactType,
    subject: { mediaType, digest, size },
    annotations: { 'org.example.note': note },
  });
  return { config, layers: [payload], manifest };
}

export function blobsOf(image: TestImage): Content[] {
  return [image.config, ...image.layers];
}

/** Each blob digest that an image or its children name. */
export function digestsOf(images: readonly TestImage[]): Set<Digest> {
  return new Set(images.flatMap((image) => blobsOf(image).map((blob) => blob.descriptor.digest)));
}

function layerTar(seed: string, index: number, size: number): Buffer {
  const text = (line: string, times: number) => Buffer.from(`${line}\n`.repeat(times));
  const files: TarFile[] = [
    { path: 'etc/', content: Buffer.alloc(0) },
    { path: `etc/layer-${index}.conf`, content: text(`# ${seed}: setting = value`, 40) },
    { path: 'usr/', content: Buffer.alloc(0) },
    { path: 'usr/bin/', content: Buffer.alloc(0) },
    { path: `usr/bin/app-${index}`, content: randomBytesOf(seed, size), mode: 0o755 },
    { path: `usr/share-${index}.txt`, content: text(`${seed} and the usual words of a manual page`, 60) },
  ];
  return tarOf(files);
}
