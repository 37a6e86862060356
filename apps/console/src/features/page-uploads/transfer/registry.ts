import { TransferProblem } from './problem.ts';
import type { PushTokens } from './push-tokens.ts';

interface Send {
  method: string;
  repository: string;
  /** Below `/v2/<name>/`. */
  path: string;
  from?: string;
  headers?: Record<string, string>;
  body?: Uint8Array | Blob;
  expect: readonly number[];
  signal: AbortSignal;
}

/** The registry's own upload API (distribution spec v1.1), with tokens of the console. */
export class Registry {
  readonly #organization: string;
  readonly #tokens: PushTokens;

  constructor(organization: string, tokens: PushTokens) {
    this.#organization = organization;
    this.#tokens = tokens;
  }

  /** end-11. False: it is not there (any more); the upload that the registry began instead is dropped. */
  async mount(repository: string, digest: string, from: string, signal: AbortSignal): Promise<boolean> {
    const path = `blobs/uploads/?mount=${digest}&from=${encodeURIComponent(from)}`;
    const reply = await this.#send({ method: 'POST', repository, path, from, expect: [201, 202], signal });
    if (reply.status === 202) await this.#drop(repository, reply.headers.get('docker-upload-uuid') ?? '', signal);
    return reply.status === 201;
  }

  /** end-4a. */
  async begin(repository: string, signal: AbortSignal): Promise<string> {
    const reply = await this.#send({ method: 'POST', repository, path: 'blobs/uploads/', expect: [202], signal });
    return reply.headers.get('docker-upload-uuid') ?? '';
  }

  /** end-13: bytes that the session holds; undefined when it is gone. */
  async offset(repository: string, upload: string, signal: AbortSignal): Promise<number | undefined> {
    const path = `blobs/uploads/${upload}`;
    const reply = await this.#send({ method: 'GET', repository, path, expect: [204, 404], signal });
    return reply.status === 404 ? undefined : offsetOf(reply);
  }

  /** end-5; gives the bytes that the session holds then. 416 gives where it really ends. */
  async append(
    repository: string,
    upload: string,
    at: number,
    bytes: Uint8Array | Blob,
    signal: AbortSignal,
  ): Promise<number> {
    const length = bytes instanceof Blob ? bytes.size : bytes.length;
    const headers = {
      'content-type': 'application/octet-stream',
      'content-range': `${at}-${at + length - 1}`,
    };
    const path = `blobs/uploads/${upload}`;
    const reply = await this.#send({
      method: 'PATCH',
      repository,
      path,
      headers,
      body: bytes,
      expect: [202, 416],
      signal,
    });
    return offsetOf(reply);
  }

  /** end-6. */
  async finish(repository: string, upload: string, digest: string, signal: AbortSignal): Promise<void> {
    const path = `blobs/uploads/${upload}?digest=${digest}`;
    await this.#send({ method: 'PUT', repository, path, expect: [201], signal });
  }

  /** end-4b: a small blob in one request. */
  async put(repository: string, digest: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    const headers = { 'content-type': 'application/octet-stream' };
    const path = `blobs/uploads/?digest=${digest}`;
    await this.#send({ method: 'POST', repository, path, headers, body: bytes, expect: [201], signal });
  }

  /** end-7. */
  async putManifest(
    repository: string,
    reference: string,
    manifest: { bytes: Uint8Array; mediaType: string },
    signal: AbortSignal,
  ): Promise<void> {
    const headers = { 'content-type': manifest.mediaType };
    const path = `manifests/${reference}`;
    await this.#send({ method: 'PUT', repository, path, headers, body: manifest.bytes, expect: [201], signal });
  }

  /** end-14: gives an upload up; best effort, the registry throws old ones away itself. */
  async #drop(repository: string, upload: string, signal: AbortSignal): Promise<void> {
    await this.#send({ method: 'DELETE', repository, path: `blobs/uploads/${upload}`, expect: [204, 404], signal });
  }

  async drop(repository: string, upload: string, signal: AbortSignal): Promise<void> {
    await this.#drop(repository, upload, signal);
  }

  async #send(request: Send): Promise<Response> {
    const { method, repository, path, from, headers, body, expect, signal } = request;
    for (let attempt = 1; ; attempt += 1) {
      const token = await this.#tokens.get(repository, from);
      const reply = await answer(`/v2/${this.#organization}/${repository}/${path}`, {
        method,
        headers: { ...headers, authorization: `Bearer ${token}` },
        credentials: 'omit',
        // Bodies lie in plain buffers here, never in shared ones.
        ...(body && { body: body as Uint8Array<ArrayBuffer> | Blob }),
        signal,
      });
      if (expect.includes(reply.status)) return reply;
      const problem = await refusal(reply);
      // Ended while this was on its way, or signed with a key that was retired.
      if (reply.status !== 401 || attempt > 1) throw problem;
      this.#tokens.forget();
    }
  }
}

async function answer(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(path, request);
  } catch (error) {
    if (request.signal?.aborted) throw error;
    // A file that was changed or taken away fails in the same way: reading it tells.
    if (request.body instanceof Blob) await request.body.slice(0, 1).arrayBuffer();
    throw new TransferProblem('offline', 'the server did not answer', { again: true });
  }
}

function offsetOf(reply: Response): number {
  const end = Number(/^0-(\d+)$/.exec(reply.headers.get('range') ?? '')?.[1] ?? 0);
  return end === 0 ? 0 : end + 1;
}

/** What the registry's refusals mean here: distribution spec, "Error Codes". */
async function refusal(reply: Response): Promise<TransferProblem> {
  const [error] = await errorsOf(reply);
  const detail = { ...(error?.detail ?? {}), status: reply.status };
  const message = error?.message ?? `the server answered ${reply.status}`;
  const reason = String(error?.detail?.reason ?? '');
  if (reply.status === 507) return new TransferProblem('storage-full', message, { detail, again: true });
  if (error?.code === 'DIGEST_INVALID') return new TransferProblem('digest-differs', message, { detail });
  if (error?.code === 'MANIFEST_INVALID') return new TransferProblem('manifest-format', message, { detail });
  if (error?.code === 'BLOB_UPLOAD_UNKNOWN')
    return new TransferProblem('upload-lost', message, { detail, again: true });
  if (error?.code === 'MANIFEST_BLOB_UNKNOWN')
    return new TransferProblem('blob-gone', message, { detail, again: true });
  if (reason.endsWith('-quota')) return new TransferProblem('quota-used-up', message, { detail });
  if (reply.status === 401 || reply.status === 403) return new TransferProblem('denied', message, { detail });
  if ([408, 409, 429].includes(reply.status) || reason === 'upload-busy' || reply.status >= 500) {
    return new TransferProblem('busy', message, { detail, again: true });
  }
  return new TransferProblem('unexpected', message, { detail });
}

interface ErrorEntry {
  code?: string;
  message?: string;
  detail?: Record<string, unknown>;
}

async function errorsOf(reply: Response): Promise<ErrorEntry[]> {
  try {
    const { errors } = (await reply.json()) as { errors?: ErrorEntry[] };
    return errors ?? [];
  } catch {
    // A proxy's own page.
    return [];
  }
}
