import { gzipSync } from 'node:zlib';
import { type Descriptor, mediaTypes } from '@wharf/oci';
import { buildTar, type TarPart, utf8 } from './build-tar.ts';
import { sha256 } from './sources.ts';

export const layerTars = ['base', 'app'].map((word) => buildTar([{ path: `${word}.txt`, content: word.repeat(300) }]));
export const diffIds = layerTars.map((tar) => sha256(tar));

export const configJson = JSON.stringify({
  os: 'linux',
  architecture: 'arm64',
  rootfs: { type: 'layers', diff_ids: diffIds },
  history: [],
});
const hexOf = (bytes: Uint8Array | string) => sha256(bytes).slice(7);

/** `docker save` from 1.10 on, and `podman save`: layers by name, with links to them where the oldest readers look. */
export function dockerSave(change: { manifest?: unknown; config?: string } = {}): TarPart[] {
  const config = change.config ?? configJson;
  const layers = layerTars.map((content) => ({ path: `${hexOf(content)}.tar`, content }));
  return [
    ...layers,
    { path: `${hexOf(config)}.json`, content: config },
    { path: 'aaa/', type: '5' },
    { path: 'aaa/layer.tar', type: '2', link: `../${layers[0]?.path}` },
    {
      path: 'manifest.json',
      content: JSON.stringify(
        change.manifest ?? [
          {
            Config: `${hexOf(config)}.json`,
            RepoTags: ['acme/app:1.0', 'acme/app:latest'],
            Layers: ['aaa/layer.tar', layers[1]?.path],
          },
        ],
      ),
    },
    { path: 'repositories', content: '{"acme/app":{"1.0":"aaa"}}' },
  ];
}

/** Before 1.10: a chain of documents. */
export function legacySave(): TarPart[] {
  const [base = new Uint8Array(0), app = new Uint8Array(0)] = layerTars;
  const document = (id: string, parent?: string) =>
    JSON.stringify({
      id,
      ...(parent ? { parent } : {}),
      created: '2015-01-02T03:04:05Z',
      os: 'linux',
      architecture: 'amd64',
      container_config: { Cmd: ['/bin/sh', '-c', `make ${id} && echo <ok>`] },
      config: { Env: ['A=1'] },
      Size: 12,
    });
  return [
    { path: 'top/VERSION', content: '1.0' },
    { path: 'top/json', content: document('top', 'base') },
    { path: 'top/layer.tar', content: app },
    { path: 'base/json', content: document('base') },
    { path: 'base/layer.tar', content: base },
    { path: 'repositories', content: '{"acme/old":{"1":"top","2":"top"}}' },
  ];
}

export function blob(content: Uint8Array | string): TarPart {
  return { path: `blobs/sha256/${hexOf(content)}`, content };
}

export function descriptorOf(
  mediaType: string,
  content: Uint8Array | string,
  more: Partial<Descriptor> = {},
): Descriptor {
  const bytes = typeof content === 'string' ? utf8(content) : content;
  return { mediaType, digest: sha256(bytes), size: bytes.length, ...more };
}

export function ociManifest(layers: Descriptor[], config = configJson): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    config: descriptorOf(mediaTypes.ociConfig, config),
    layers,
  });
}

export const zipped = layerTars.map((tar) => gzipSync(tar));
export const gzipLayers = zipped.map((bytes) => descriptorOf(mediaTypes.ociLayerGzip, bytes));

/** An OCI layout with these entries in its index and these blobs. */
export function layout(entries: unknown[], blobs: (Uint8Array | string)[]): TarPart[] {
  return [
    { path: './', type: '5' },
    { path: './blobs/', type: '5' },
    ...blobs.map(blob).map((part) => ({ ...part, path: `./${part.path}` })),
    { path: './index.json', content: JSON.stringify({ schemaVersion: 2, manifests: entries }) },
    { path: './oci-layout', content: '{"imageLayoutVersion":"1.0.0"}' },
  ];
}

/** `docker save` from 25 on: an OCI layout whose layers are not compressed, and a manifest.json over the same blobs. */
export function dockerSaveOci(): TarPart[] {
  const manifest = ociManifest(layerTars.map((tar) => descriptorOf('application/vnd.oci.image.layer.v1.tar', tar)));
  const entry = (tag: string) =>
    descriptorOf(mediaTypes.ociManifest, manifest, {
      annotations: {
        'io.containerd.image.name': `docker.io/acme/app:${tag}`,
        'org.opencontainers.image.ref.name': tag,
      },
    });
  return [
    ...layout([entry('1.0'), entry('2.0')], [manifest, configJson, ...layerTars]),
    {
      path: 'manifest.json',
      content: JSON.stringify([
        {
          Config: blob(configJson).path,
          RepoTags: ['acme/app:1.0', 'acme/app:2.0'],
          Layers: layerTars.map((tar) => blob(tar).path),
        },
      ]),
    },
  ];
}
