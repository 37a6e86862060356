import type { Descriptor, Digest } from '@wharf/oci';
import { mediaTypes } from '@wharf/oci';
import { parseNextLink } from './link.ts';
import type { Reply } from './reply.ts';
import { Session, type SessionOptions } from './session.ts';
import type { Body } from './transport.ts';
import { appendChunk, findUpload, finishUpload, mountBlob, pushScope, startUpload, type Upload } from './uploads.ts';

export interface PulledManifest {
  mediaType: string;
  /** As the registry states it, or undefined when it does not: the caller that needs certainty hashes `content`. */
  digest: string | undefined;
  content: Buffer;
}

export interface ManifestFacts {
  mediaType: string;
  digest: string | undefined;
  /** Bytes. */
  size: number;
}

/** Where a blob's bytes come from: at hand, or read (again) from an offset. */
export type BlobSource = Uint8Array | { size: number; from: (offset: number) => AsyncIterable<Uint8Array> };

export interface PushOptions {
  /** Bytes of each request; without it the blob goes in one. */
  chunkBytes?: number;
  /** A repository that may hold the blob already. */
  mountFrom?: string;
  signal?: AbortSignal;
}

const manifestTypes = [
  mediaTypes.ociManifest,
  mediaTypes.ociIndex,
  mediaTypes.dockerManifest,
  mediaTypes.dockerManifestList,
].join(', ');

/**
 * A client of one registry, for the distribution spec v1.1. Names, references and digests are taken as they are: the
 * registry decides. All methods throw RegistryClientError for an answer they do not know and RegistryUnreachable for none.
 */
export class RegistryClient {
  /** For requests that no method here makes. */
  readonly session: Session;

  constructor(options: SessionOptions) {
    this.session = new Session(options);
  }

  /** end-1: that this is a registry and lets us in. */
  async ping(): Promise<void> {
    const reply = await this.session.expect([200], { method: 'GET', path: '/v2/', scope: '' });
    await reply.discard();
  }

  /** end-3. */
  async getManifest(name: string, reference: string, accept = manifestTypes): Promise<PulledManifest> {
    const reply = await this.session.expect([200], this.#manifest('GET', name, reference, pull(name), accept));
    const { mediaType, digest } = manifestFacts(reply);
    return { mediaType, digest, content: await reply.bytes() };
  }

  /** end-3, HEAD; undefined when it does not exist. */
  async findManifest(name: string, reference: string, accept = manifestTypes): Promise<ManifestFacts | undefined> {
    const reply = await this.session.expect([200, 404], this.#manifest('HEAD', name, reference, pull(name), accept));
    await reply.discard();
    return reply.status === 404 ? undefined : manifestFacts(reply);
  }

  /** end-7; gives the digest that the registry states. */
  async putManifest(
    name: string,
    reference: string,
    content: Uint8Array,
    mediaType: string,
  ): Promise<string | undefined> {
    const reply = await this.session.expect([201], {
      ...this.#manifest('PUT', name, reference, pushScope(name)),
      headers: { 'Content-Type': mediaType },
      body: content,
    });
    await reply.discard();
    return reply.header('docker-content-digest');
  }

  /** end-9: takes a tag away, or a manifest with its tags. */
  async removeManifest(name: string, reference: string): Promise<void> {
    const reply = await this.session.expect([202], this.#manifest('DELETE', name, reference, remove(name)));
    await reply.discard();
  }

  /** end-2; `range` is a `Range` header's value. The caller reads the stream to its end or destroys it. */
  async getBlob(name: string, digest: Digest, range?: string, signal?: AbortSignal): Promise<Reply> {
    const headers: Record<string, string> = range === undefined ? {} : { Range: range };
    return this.session.expect([200, 206], { ...blob('GET', name, digest, pull(name)), headers, signal });
  }

  /** end-2, HEAD; its size in bytes, undefined when the repository does not hold it. */
  async findBlob(name: string, digest: Digest): Promise<number | undefined> {
    const reply = await this.session.expect([200, 404], blob('HEAD', name, digest, pull(name)));
    await reply.discard();
    return reply.status === 404 ? undefined : Number(reply.header('content-length'));
  }

  /** end-10. */
  async removeBlob(name: string, digest: Digest): Promise<void> {
    const reply = await this.session.expect([202], blob('DELETE', name, digest, remove(name)));
    await reply.discard();
  }

  /** end-4a, end-5, end-6, end-11: mounts or sends a blob. */
  async pushBlob(name: string, digest: Digest, source: BlobSource, options: PushOptions = {}): Promise<void> {
    const { mountFrom, signal } = options;
    const begun = mountFrom
      ? await mountBlob(this.session, name, digest, mountFrom, signal)
      : await startUpload(this.session, name, signal);
    if (begun !== true) await this.continueBlob(begun, digest, source, options);
  }

  /** Sends what an upload lacks, and ends it. */
  async continueBlob(upload: Upload, digest: Digest, source: BlobSource, options: PushOptions = {}): Promise<void> {
    const { chunkBytes = Number.POSITIVE_INFINITY, signal } = options;
    const size = source instanceof Uint8Array ? source.byteLength : source.size;
    let current = upload;
    while (size - current.offset > chunkBytes) {
      current = await appendChunk(this.session, current, slice(source, current.offset, chunkBytes), chunkBytes, signal);
    }
    const rest = size - current.offset;
    const last = rest > 0 ? { body: slice(source, current.offset, rest), bytes: rest } : undefined;
    await finishUpload(this.session, current, digest, last, signal);
  }

  /** Continues an upload whose connection broke from where the registry stands, and ends it. */
  async resumeBlob(upload: Upload, digest: Digest, source: BlobSource, options: PushOptions = {}): Promise<void> {
    await this.continueBlob(await findUpload(this.session, upload, options.signal), digest, source, options);
  }

  /** end-8: all tags, a page of `n` a request (the registry's own page size without it). */
  async *listTags(name: string, n?: number): AsyncGenerator<string, void, void> {
    for await (const page of this.#pages(`/v2/${name}/tags/list${query({ n })}`, pull(name))) {
      yield* strings((page as { tags?: unknown }).tags);
    }
  }

  /** All repositories that we may see. */
  async *listRepositories(n?: number): AsyncGenerator<string, void, void> {
    for await (const page of this.#pages(`/v2/_catalog${query({ n })}`, 'registry:catalog:*')) {
      yield* strings((page as { repositories?: unknown }).repositories);
    }
  }

  /** end-12. */
  async *listReferrers(name: string, digest: Digest, artifactType?: string): AsyncGenerator<Descriptor, void, void> {
    const path = `/v2/${name}/referrers/${digest}${query({ artifactType })}`;
    for await (const page of this.#pages(path, pull(name))) {
      const { manifests } = page as { manifests?: unknown };
      if (Array.isArray(manifests)) yield* manifests as Descriptor[];
    }
  }

  async *#pages(first: string, scope: string): AsyncGenerator<unknown, void, void> {
    let path: string | URL | undefined = first;
    while (path !== undefined) {
      const reply: Reply = await this.session.expect([200], { method: 'GET', path, scope });
      yield await reply.json();
      path = parseNextLink(reply.header('link'), reply.url);
    }
  }

  #manifest(method: string, name: string, reference: string, scope: string, accept?: string) {
    const headers: Record<string, string> = accept === undefined ? {} : { Accept: accept };
    return { method, path: `/v2/${name}/manifests/${reference}`, scope, headers };
  }
}

function blob(method: string, name: string, digest: Digest, scope: string) {
  return { method, path: `/v2/${name}/blobs/${digest}`, scope };
}

function pull(name: string): string {
  return `repository:${name}:pull`;
}

function remove(name: string): string {
  return `repository:${name}:pull,delete`;
}

function manifestFacts(reply: Reply): ManifestFacts {
  return {
    mediaType: reply.header('content-type') ?? '',
    digest: reply.header('docker-content-digest'),
    size: Number(reply.header('content-length')),
  };
}

function slice(source: BlobSource, offset: number, length: number): Body {
  if (source instanceof Uint8Array) return source.subarray(offset, offset + length);
  return () => firstBytes(source.from(offset), length);
}

async function* firstBytes(chunks: AsyncIterable<Uint8Array>, length: number): AsyncGenerator<Uint8Array, void, void> {
  let left = length;
  for await (const chunk of chunks) {
    yield chunk.subarray(0, left);
    left -= chunk.byteLength;
    if (left <= 0) return;
  }
}

function query(values: Record<string, string | number | undefined>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) parameters.set(name, String(value));
  return parameters.size === 0 ? '' : `?${parameters}`;
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}
