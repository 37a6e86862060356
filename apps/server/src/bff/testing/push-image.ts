import { createHash, randomUUID } from 'node:crypto';
import { createMetadata } from '@wharf/db';
import { type Digest, digestOf, mediaTypes, type Platform, parseRepositoryName, parseTag } from '@wharf/oci';
import type { Services } from '../services.ts';

interface ImageSource {
  /** Full name; its organization exists. */
  name: string;
  tags?: string[];
  /** Layers' contents. */
  layers?: (string | Uint8Array)[];
  /** Their media types, where they are not the usual one. */
  layerTypes?: (string | undefined)[];
  /** More of the document, in place of what it would say: the repository may hold nothing that this names. */
  manifest?: {
    subject?: { mediaType: string; digest: Digest; size: number };
    artifactType?: string;
    annotations?: Record<string, string>;
    [field: string]: unknown;
  };
  /** The image config, as JSON. */
  config?: object;
  platform?: Platform;
  by?: string;
  at?: Date;
}

/** Puts an image into storage and metadata, as a push does. */
export async function pushImage(services: Services, source: ImageSource): Promise<{ digest: Digest }> {
  const name = repositoryName(source.name);
  const platform = source.platform ?? { os: 'linux', architecture: 'amd64' };
  const config = await pushBlob(services, name, JSON.stringify(source.config ?? platform));
  const layers: { digest: Digest; size: number }[] = [];
  for (const layer of source.layers ?? ['layer']) layers.push(await pushBlob(services, name, layer));
  const content = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: mediaTypes.ociManifest,
      config: { mediaType: mediaTypes.ociConfig, ...config },
      layers: layers.map((layer, index) => ({
        mediaType: source.layerTypes?.[index] ?? mediaTypes.ociLayerGzip,
        ...layer,
      })),
      ...source.manifest,
    }),
  );
  const digest = digestOfBytes(content);
  await put(services, {
    name,
    digest,
    mediaType: mediaTypes.ociManifest,
    content,
    artifactType: source.manifest?.artifactType ?? mediaTypes.ociConfig,
    kind: 'image',
    configDigest: config.digest,
    contentSize: [config, ...layers].reduce((sum, { size }) => sum + size, 0),
    platforms: [platform],
    needs: { blobs: [...new Set([config, ...layers].map((blob) => blob.digest))], manifests: [] },
    source,
  });
  return { digest };
}

/** Puts an index over images that the repository holds. */
export async function pushIndex(
  services: Services,
  source: Pick<ImageSource, 'name' | 'tags'> & { children: { digest: Digest; platform?: Platform }[] },
): Promise<{ digest: Digest }> {
  const name = repositoryName(source.name);
  const manifests = source.children.map((child) => ({ mediaType: mediaTypes.ociManifest, size: 1, ...child }));
  const content = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests }));
  const digest = digestOfBytes(content);
  await put(services, {
    name,
    digest,
    mediaType: mediaTypes.ociIndex,
    content,
    artifactType: undefined,
    kind: 'index',
    configDigest: undefined,
    contentSize: manifests.length,
    platforms: source.children.flatMap(({ platform }) => platform ?? []),
    needs: { blobs: [], manifests: source.children.map((child) => child.digest) },
    source,
  });
  return { digest };
}

type PutManifest = Parameters<ReturnType<typeof createMetadata>['putManifest']>[0];

async function put(
  services: Services,
  {
    source,
    ...manifest
  }: Omit<PutManifest, 'tags' | 'subject' | 'annotations' | 'by' | 'at'> & { source: Partial<ImageSource> },
): Promise<void> {
  const result = await createMetadata(services.database).putManifest({
    ...manifest,
    tags: (source.tags ?? ['latest']).flatMap((tag) => parseTag(tag) ?? []),
    subject: source.manifest?.subject?.digest,
    annotations: source.manifest?.annotations,
    by: { id: undefined, name: source.by ?? 'pusher' },
    at: source.at ?? services.now(),
  });
  if (!result.put) throw new Error(`the test's manifest was refused: ${JSON.stringify(result)}`);
}

async function pushBlob(services: Services, name: PutManifest['name'], content: string | Uint8Array) {
  const metadata = createMetadata(services.database);
  const bytes = Buffer.from(content);
  const digest = digestOfBytes(bytes);
  const id = randomUUID();
  const storageKey = `blobs/${id}`;
  const at = services.now();
  if (!(await metadata.createUpload({ id, name, storageKey, startedAt: at })))
    throw new Error(`no organization for ${name}`);
  const writer = await services.storage.openWriter(storageKey, 0);
  await writer.write([bytes]);
  await writer.close();
  await metadata.finishUpload({ id, digest, size: bytes.length, at });
  return { digest, size: bytes.length };
}

function digestOfBytes(bytes: Uint8Array): Digest {
  return digestOf('sha256', createHash('sha256').update(bytes).digest('hex'));
}

function repositoryName(text: string) {
  const name = parseRepositoryName(text);
  if (!name) throw new Error(`${text} is no repository name`);
  return name;
}
