import { createHash } from 'node:crypto';
import type { DownloadQuery } from '@wharf/api';
import type { Database } from '@wharf/db';
import { type ArchivePart, type ImageToArchive, layOutArchive } from '@wharf/image-archive';
import { type Digest, parseManifest, platformText } from '@wharf/oci';
import type { Kysely } from 'kysely';
import { ApiError, notFound } from '../../bff/problem.ts';
import { choosePlatforms } from './choose-platforms.ts';
import { Documents } from './find-documents.ts';

/** A file that is known to the byte before any of it is read. */
export interface Download {
  parts: ArchivePart[];
  /** Bytes. */
  size: number;
  /** Strong: the same tag gives the same bytes. */
  etag: string;
  fileName: string;
  /** Where each blob of the parts lies in storage. */
  storageKeys: ReadonlyMap<Digest, string>;
}

const chunkSize = 200;

/** @throws ApiError not-found for what the repository does not hold whole */
export async function planDownload(
  db: Kysely<Database>,
  repository: { id: string; name: string },
  host: string,
  query: DownloadQuery,
): Promise<Download> {
  const documents = new Documents(db, repository.id);
  const tags = [...new Set(query.tag)].sort();
  const digests = await findTagDigests(db, repository.id, tags);
  const images: ImageToArchive[] = [];
  for (const tag of tags) {
    const [root] = await documents.get([digests.get(tag) ?? '']);
    if (!root) throw notFound(`the tag ${tag}`);
    images.push({
      names: [`${host}/${repository.name}:${tag}`],
      ...(await choosePlatforms(documents, tag, root, query.platform)),
    });
  }
  const blobs = await findBlobs(db, repository.id, blobsOf(images));
  const parts = layOutArchive(images, query.format, ({ digest }) => {
    const blob = blobs.get(digest);
    if (blob) return blob.size;
    throw new ApiError('not-found', `the image is not whole: the blob ${digest} is missing; push it again`, {
      detail: { reason: 'blob-missing', digest },
    });
  });
  const hash = createHash('sha256');
  for (const { bytes, blob } of parts) hash.update(bytes ?? blob ?? '');
  return {
    parts,
    size: parts.reduce((sum, part) => sum + part.size, 0),
    etag: `"${hash.digest('base64url')}"`,
    fileName: fileNameOf(repository.name, tags, query, images),
    storageKeys: new Map([...blobs].map(([digest, { storageKey }]) => [digest, storageKey])),
  };
}

async function findTagDigests(
  db: Kysely<Database>,
  repositoryId: string,
  tags: string[],
): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('tags')
    .select(['name', 'digest'])
    .where('repository_id', '=', repositoryId)
    .where('name', 'in', tags)
    .execute();
  const digests = new Map(rows.map(({ name, digest }) => [name, digest]));
  const absent = tags.find((tag) => !digests.has(tag));
  if (absent !== undefined) throw notFound(`the tag ${absent}`);
  return digests;
}

function blobsOf(images: readonly ImageToArchive[]): Digest[] {
  const digests = new Set<Digest>();
  for (const { bytes, mediaType } of images.flatMap(({ manifest, children }) => [manifest, ...children])) {
    const manifest = parseManifest(bytes, mediaType);
    if (manifest.kind === 'index') continue;
    for (const { digest } of [manifest.config, ...manifest.layers]) digests.add(digest);
  }
  return [...digests];
}

async function findBlobs(db: Kysely<Database>, repositoryId: string, digests: Digest[]) {
  const blobs = new Map<Digest, { size: number; storageKey: string }>();
  for (let start = 0; start < digests.length; start += chunkSize) {
    const rows = await db
      .selectFrom('repository_blobs')
      .innerJoin('blobs', 'blobs.digest', 'repository_blobs.digest')
      .select(['blobs.digest', 'blobs.size', 'blobs.storage_key'])
      .where('repository_blobs.repository_id', '=', repositoryId)
      .where('repository_blobs.digest', 'in', digests.slice(start, start + chunkSize))
      .where('blobs.broken_at', 'is', null)
      .execute();
    for (const row of rows) blobs.set(row.digest as Digest, { size: row.size, storageKey: row.storage_key });
  }
  return blobs;
}

/** `acme-app-1.0-linux-arm64.tar`: names and tags hold nothing that a file name or a header could not. */
function fileNameOf(
  name: string,
  tags: readonly string[],
  { format, platform }: DownloadQuery,
  [image]: readonly ImageToArchive[],
): string {
  const only = platform.length === 1 && image?.platform ? platformText(image.platform) : '';
  const words = [name, ...(tags.length === 1 ? tags : []), ...(/^[\w./-]+$/.test(only) ? [only] : [])];
  return `${words.join('-').replaceAll('/', '-')}${format === 'oci' ? '.oci' : ''}.tar`;
}
