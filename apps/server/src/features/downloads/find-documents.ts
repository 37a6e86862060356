import type { Database } from '@wharf/db';
import { type Digest, type ImageIndex, type Platform, parseManifest } from '@wharf/oci';
import type { Kysely } from 'kysely';
import { ApiError } from '../../bff/problem.ts';

/** A manifest of the repository, its bytes whole. */
export interface Document {
  digest: Digest;
  mediaType: string;
  bytes: Uint8Array;
  kind: 'image' | 'index';
  /** Its own: of an index, all of its children. */
  platforms: Platform[];
}

/** All of them lie in memory until the last byte is sent. */
const bytesLimit = 16 * 1024 * 1024;
const countLimit = 10_000;
/** Of one statement's IN list. */
const chunkSize = 200;

/** The documents of one download: those of its tags, and the children of their indexes on every level, each once. */
export class Documents {
  readonly #db: Kysely<Database>;
  readonly #repositoryId: string;
  readonly #found = new Map<string, Document>();
  #bytes = 0;

  constructor(db: Kysely<Database>, repositoryId: string) {
    this.#db = db;
    this.#repositoryId = repositoryId;
  }

  /** @throws ApiError not-found when one is not in the repository, invalid-input beyond what fits into memory */
  async get(digests: readonly string[]): Promise<Document[]> {
    const wanted = [...new Set(digests)].filter((digest) => !this.#found.has(digest));
    for (let start = 0; start < wanted.length; start += chunkSize)
      await this.#load(wanted.slice(start, start + chunkSize));
    return digests.map((digest) => {
      const document = this.#found.get(digest);
      if (document) return document;
      throw new ApiError('not-found', `the image is not whole: the repository does not hold the manifest ${digest}`, {
        detail: { reason: 'manifest-missing', digest },
      });
    });
  }

  /** The children of an index in its order, each with the platform that the index states, or else its own. */
  async children(index: Document): Promise<{ document: Document; platforms: Platform[] }[]> {
    const { manifests } = parseManifest(index.bytes, index.mediaType) as ImageIndex;
    const documents = await this.get(manifests.map(({ digest }) => digest));
    return documents.map((document, at) => {
      const stated = manifests[at]?.platform;
      return { document, platforms: stated ? [stated] : document.platforms };
    });
  }

  /** Everything below an index. */
  async descendants(index: Document): Promise<Document[]> {
    const below = new Map<string, Document>();
    for (let level = [index]; level.length > 0; ) {
      const next: Document[] = [];
      for (const each of level) {
        if (each.kind !== 'index') continue;
        for (const { document } of await this.children(each)) {
          if (below.has(document.digest)) continue;
          below.set(document.digest, document);
          next.push(document);
        }
      }
      level = next;
    }
    return [...below.values()];
  }

  async #load(digests: string[]): Promise<void> {
    const rows = this.#db
      .selectFrom('manifests')
      .where('repository_id', '=', this.#repositoryId)
      .where('digest', 'in', digests)
      .where('deleted_at', 'is', null);
    // Before a single one is read.
    for (const { size } of await rows.select('size').execute()) this.#bytes += size;
    if (this.#bytes > bytesLimit || this.#found.size + digests.length > countLimit) {
      throw new ApiError('invalid-input', 'these are too many manifests for one archive: choose fewer tags', {
        fields: [{ field: 'query.tag', problem: 'too-many' }],
      });
    }
    for (const row of await rows.select(['digest', 'media_type', 'kind', 'platforms', 'content']).execute()) {
      this.#found.set(row.digest, {
        digest: row.digest as Digest,
        mediaType: row.media_type,
        kind: row.kind,
        platforms: JSON.parse(row.platforms) as Platform[],
        bytes: row.content,
      });
    }
  }
}
