import { join } from 'node:path';
import { createMetadata, openDatabase } from '@wharf/db';
import { parseManifest, type RepositoryName, type Tag } from '@wharf/oci';
import { type Image, sha256 } from './content.ts';

export interface Amounts {
  repositories: number;
  /** In the one repository `bench/many`. */
  tags: number;
}

const tagsAtOnce = 1000;
const repositoriesAtOnce = 64;

/**
 * Fills the database of a stopped server as that many pushes of one image would, but without their requests. The image
 * itself lies there already.
 */
export async function seedDatabase(folder: string, image: Image, { repositories, tags }: Amounts): Promise<void> {
  const database = await openDatabase({ file: join(folder, 'db', 'wharf.sqlite') });
  const metadata = createMetadata(database);
  const { kind } = parseManifest(image.manifest, image.mediaType);
  const put = (name: string, newTags: string[], at: number) =>
    metadata.putManifest({
      name: name as RepositoryName,
      digest: sha256(image.manifest),
      mediaType: image.mediaType,
      content: image.manifest,
      tags: newTags as Tag[],
      artifactType: undefined,
      subject: undefined,
      annotations: undefined,
      kind,
      configDigest: undefined,
      contentSize: 50_000,
      platforms: [{ os: 'linux', architecture: 'amd64' }],
      needs: { blobs: [], manifests: [] },
      by: { id: undefined, name: 'admin' },
      at: new Date(at),
    });
  const start = Date.UTC(2026, 0, 1);
  try {
    for (let from = 0; from < tags; from += tagsAtOnce) {
      const names = numbers(from, Math.min(tags, from + tagsAtOnce)).map(tagName);
      await put('bench/many', names, start + from);
    }
    for (let from = 0; from < repositories; from += repositoriesAtOnce) {
      const some = numbers(from, Math.min(repositories, from + repositoriesAtOnce));
      await Promise.all(some.map((index) => put(repositoryName(index), ['latest'], start + index)));
    }
    await markRepositories(database);
  } finally {
    await database.close();
  }
}

/** Half of the images get `env=prod`, one in a hundred each `team=t0` to `team=t99`. */
async function markRepositories({ db }: Awaited<ReturnType<typeof openDatabase>>): Promise<void> {
  const rows = await db.selectFrom('repositories').select('id').where('name', 'like', 'bench/app-%').execute();
  const tags = rows.flatMap(({ id }, index) =>
    [
      { key: 'env', value: index % 2 === 0 ? 'dev' : 'prod' },
      { key: 'team', value: `t${index % 100}` },
    ].map((tag) => ({ resource_id: id, organization_id: null, repository_id: id, ...tag })),
  );
  for (let from = 0; from < tags.length; from += 1000) {
    await db
      .insertInto('resource_tags')
      .values(tags.slice(from, from + 1000))
      .execute();
  }
}

/** Spread over versions, so that every sort order has something to do. */
export function tagName(index: number): string {
  return `1.${index % 97}.${Math.floor(index / 97)}`;
}

export function repositoryName(index: number): string {
  return `bench/app-${String(index).padStart(5, '0')}`;
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, offset) => from + offset);
}
