import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { createCollection, createMetadata, expireDeletions, type WharfDatabase } from '@wharf/db';
import { type Digest, digestOf, mediaTypes, type RepositoryName, type Tag } from '@wharf/oci';
import {
  collectGarbage,
  createCore,
  createPushing,
  purgeUploads,
  RegistryError,
  type StorageDriver,
} from '@wharf/registry';
import { createMemoryStorage } from '@wharf/storage/memory';
import { measureStorage } from '../measure-storage.ts';

const minute = 60_000;
export const graceMs = 10 * minute;
const touchMs = 150_000;
const binDays = 4 / (24 * 60);
const by = { id: 'somebody', name: 'somebody' };
const silent = { info() {}, warn() {}, error() {} };

interface Content {
  bytes: Buffer;
  digest: Digest;
}

function contentOf(text: string): Content {
  const bytes = Buffer.from(text);
  return { bytes, digest: digestOf('sha256', createHash('sha256').update(bytes).digest('hex')) };
}

/** A registry whose every call of a port waits for `turn` first, on a clock of its own. */
export class SimulatedWorld {
  readonly database: WharfDatabase;
  readonly #storage: StorageDriver;
  readonly #metadata: ReturnType<typeof createMetadata>;
  #running = 0;
  readonly #turn: () => Promise<void>;
  readonly #pushing: ReturnType<typeof createPushing>;
  readonly #blobs: Content[];
  readonly #interleaved: { metadata: ReturnType<typeof createMetadata>; storage: StorageDriver };
  time = Date.UTC(2026, 10, 24);
  /** What happened, so that a run in which nothing did fails. */
  readonly counts = { pushed: 0, refused: 0, mounted: 0, held: 0, deleted: 0, collected: 0 };

  constructor(database: WharfDatabase, name: string, turn: () => Promise<void>) {
    this.database = database;
    this.#turn = turn;
    this.#storage = createMemoryStorage();
    this.#metadata = createMetadata(database, { binDays });
    this.#interleaved = { metadata: this.#takingTurns(this.#metadata), storage: this.#takingTurns(this.#storage) };
    const core = createCore({
      ...this.#interleaved,
      access: undefined as never,
      activity: { pulled() {}, sent() {}, received() {} },
      log: silent,
      limits: { manifestBytes: 1024 * 1024, touchMs },
      node: 'simulated',
      now: this.now,
    });
    this.#pushing = createPushing(core);
    this.#blobs = Array.from({ length: 90 }, (_, index) => contentOf(`${name} blob ${index} ${'x'.repeat(index)}`));
  }

  now = () => new Date(this.time);

  /**
   * Lets simulated time pass: that of the others' calls, or of its own accord while nobody works. It waits for real work in any case,
   * or the 30 minutes would be over while the first transaction is flushed.
   */
  async rest(milliseconds: number): Promise<void> {
    const until = this.time + milliseconds;
    while (this.time < until) {
      await setImmediate();
      if (this.#running === 0) this.time += 500;
    }
  }

  /** Asks for each layer as clients do, mounts or sends what is absent, then puts the manifest. */
  async push(name: RepositoryName, from: RepositoryName, image: number, tag: string): Promise<void> {
    // One that many images share, and two that few do.
    const parts = [image % 6, image + 6, image + 37].map((index) => this.#blob(index));
    const toldAt: number[] = [];
    for (const part of parts) {
      const at = this.time;
      const known = await this.#interleaved.metadata.holdBlob(name, part.digest, this.now(), new Date(at - touchMs));
      if (known) this.counts.held += 1;
      else if (image % 2 && (await this.#pushing.mountBlob(from, name, part.digest))) this.counts.mounted += 1;
      else await this.#pushing.putBlob(name, oneChunk(part.bytes), part.digest);
      toldAt.push(at);
    }
    const [config, ...layers] = parts.map(({ bytes, digest }) => ({
      mediaType: 'application/octet-stream',
      size: bytes.length,
      digest,
    }));
    const document = {
      schemaVersion: 2,
      mediaType: mediaTypes.ociManifest,
      config,
      layers,
      annotations: { n: `${image}` },
    };
    const content = Buffer.from(JSON.stringify(document));
    const contentType = mediaTypes.ociManifest;
    try {
      await this.#pushing.putManifest({ name, reference: tag as Tag, tags: [], contentType, content, by });
      this.counts.pushed += 1;
    } catch (error) {
      if (!(error instanceof RegistryError && error.code === 'MANIFEST_BLOB_UNKNOWN')) throw error;
      this.counts.refused += 1;
      // Who was told of a blob can rely on it for the grace time, less the time for which a touch is not repeated.
      if (this.time - Math.min(...toldAt) < graceMs - touchMs)
        throw new Error('a layer went too early', { cause: error });
    }
  }

  /** Removes one of the repository's manifests, whichever is the `nth`. */
  async remove(name: RepositoryName, nth: number): Promise<void> {
    const manifests = await this.database.db
      .selectFrom('manifests')
      .innerJoin('repositories', 'repositories.id', 'manifests.repository_id')
      .select('manifests.digest')
      .where('repositories.name', '=', name)
      .where('manifests.deleted_at', 'is', null)
      .orderBy('manifests.digest')
      .execute();
    const digest = manifests[nth % manifests.length]?.digest as Digest | undefined;
    if (!digest) return;
    const removed = await this.#interleaved.metadata.removeManifest(name, digest, by, this.now());
    if (removed === 'removed') this.counts.deleted += 1;
  }

  async collect(): Promise<void> {
    await this.#work(() => expireDeletions(this.database.db, this.now(), 50));
    const { blobs } = await collectGarbage(
      {
        collection: this.#takingTurns(createCollection(this.database)),
        storage: this.#interleaved.storage,
        log: silent,
      },
      { untouchedSince: new Date(this.time - graceMs), dryRun: false, limit: 16 },
    );
    this.counts.collected += blobs;
  }

  /** Throws when a manifest, in sight or in the bin, names a blob whose bytes are not there. */
  async checkReferences(): Promise<void> {
    for (const digest of await this.#brokenReferences()) {
      // The manifest may have gone between the two looks.
      if ((await this.#brokenReferences()).includes(digest))
        throw new Error(`a manifest names ${digest}, which is missing`);
    }
  }

  async #brokenReferences(): Promise<string[]> {
    const named = await this.database.db
      .selectFrom('manifest_blobs')
      .leftJoin('blobs', 'blobs.digest', 'manifest_blobs.blob_digest')
      .select(['manifest_blobs.blob_digest', 'blobs.storage_key'])
      .distinct()
      .execute();
    const broken: string[] = [];
    for (const { blob_digest, storage_key } of named) {
      if (storage_key === null || !(await this.#storage.stat(storage_key))) broken.push(blob_digest);
    }
    return broken;
  }

  /** Everything ends, and what nothing needs goes. Gives what is stored then and what the ledger says of it. */
  async settle() {
    this.time += 24 * 60 * minute;
    await purgeUploads({ metadata: this.#metadata, storage: this.#storage, log: silent }, { staleBefore: this.now() });
    await expireDeletions(this.database.db, this.now(), 1000);
    const collection = createCollection(this.database);
    const parts = { collection, storage: this.#storage, log: silent };
    await collectGarbage(parts, { untouchedSince: this.now(), dryRun: false });
    await measureStorage({ database: this.database, metadata: this.#metadata, storage: this.#storage, now: this.now });
    const stored = new Map<string, number>();
    for await (const { key, size } of this.#storage.list('blobs/')) stored.set(key, size);
    const { db } = this.database;
    const ledger = await db
      .selectFrom('storage_ledgers')
      .selectAll()
      .where('kind', '=', 'server')
      .executeTakeFirstOrThrow();
    const rows = await db.selectFrom('blobs').select(['storage_key', 'size']).execute();
    return { stored, ledger, named: new Map(rows.map((row) => [row.storage_key, row.size])) };
  }

  #blob(index: number): Content {
    const content = this.#blobs[index % this.#blobs.length];
    if (!content) throw new Error('no content');
    return content;
  }

  async #work<T>(work: () => Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
    }
  }

  #takingTurns<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key);
        // What gives an iterable (`read`, `list`) cannot wait.
        if (typeof value !== 'function' || key === 'read' || key === 'list') return value;
        return async (...parameters: unknown[]) => {
          await this.#turn();
          return await this.#work(() => Reflect.apply(value, target, parameters));
        };
      },
    });
  }
}

async function* oneChunk(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}
