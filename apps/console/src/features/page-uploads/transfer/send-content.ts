import type { HeldLayer } from '@wharf/image-archive';
import type { Digest } from '@wharf/oci';
import { call } from '../../../lib/api-client.ts';
import type { JobState, SavedUpload } from '../protocol.ts';
import { TransferProblem } from './problem.ts';
import type { Registry } from './registry.ts';
import type { Content, TransferEvent } from './state.ts';

/** Bytes of one request: a lost line costs no more, and a request no less. */
export const chunkBytes = 8 * 1024 * 1024;
const shortestPollMs = 150;
const longestPollMs = 1000;

export interface Sending {
  organization: string;
  registry: Registry;
  /** Upload sessions and jobs by content, kept over reloads. */
  sessions: SavedUpload['sessions'];
  saveSessions(): void;
  tell(event: TransferEvent): void;
  signal: AbortSignal;
}

/**
 * Brings the bytes of one member of an archive into its home repository: from where an earlier try ended.
 * @param chunksFrom its bytes from an offset, in pieces of a request
 * @returns what the registry holds then, or the job that makes it: `awaitLayer`
 */
export async function sendMember(
  sending: Sending,
  content: Content & { digest: string; mediaType: string },
  chunksFrom: (offset: number) => AsyncIterable<Uint8Array | Blob>,
): Promise<HeldLayer | { job: string }> {
  const { registry, sessions, signal, tell } = sending;
  const { key, home, size } = content;
  let session = sessions[key];
  if (session?.job) return { job: session.job };
  const kept = session?.repository === home ? await registry.offset(home, session.upload, signal) : undefined;
  let offset = kept ?? 0;
  if (!session || kept === undefined) {
    session = { repository: home, upload: await registry.begin(home, signal) };
    sessions[key] = session;
    sending.saveSessions();
  }
  const { upload } = session;
  if (offset > size) throw await lost(sending, key, upload, home);
  tell({ type: 'progress', key, sent: offset });
  for await (const chunk of chunksFrom(offset)) {
    const length = chunk instanceof Blob ? chunk.size : chunk.length;
    signal.throwIfAborted();
    const end = await registry.append(home, upload, offset, chunk, signal).catch((error: unknown) => {
      if (error instanceof TransferProblem && error.code === 'upload-lost') forget(sending, key);
      throw error;
    });
    if (end !== offset + length) {
      throw new TransferProblem('upload-moved', 'another window goes on with this upload', { again: true });
    }
    offset = end;
    tell({ type: 'progress', key, sent: offset });
  }
  if (content.kind === 'layer') {
    const { job } = await call('createLayer', {
      params: { organization: sending.organization },
      body: { repository: home, upload, diffId: content.digest },
      signal,
    });
    session.job = job;
    sending.saveSessions();
    return { job };
  }
  try {
    await registry.finish(home, upload, content.digest, signal);
  } finally {
    if (!signal.aborted) forget(sending, key);
  }
  return { digest: content.digest as Digest, size, mediaType: content.mediaType };
}

/** Waits for the job that verifies and compresses the layer. */
export async function awaitLayer(sending: Sending, { key, member }: Content, job: string): Promise<HeldLayer> {
  const { signal, tell } = sending;
  tell({ type: 'compress', key, compressed: 0 });
  for (let pause = shortestPollMs; ; pause = Math.min(longestPollMs, pause * 1.5)) {
    const { state, result, error, progress } = (await call('getJob', { params: { job }, signal })) as JobState;
    if (state === 'succeeded' && result) {
      forget(sending, key);
      return {
        digest: String(result.digest) as Digest,
        size: Number(result.size),
        mediaType: String(result.mediaType),
      };
    }
    if (state === 'failed' || state === 'cancelled') {
      forget(sending, key);
      const code = error?.code ?? state;
      const again = code !== 'digest-differs' && state !== 'cancelled';
      throw new TransferProblem(code === 'digest-differs' ? code : 'compression-failed', error?.message ?? state, {
        again,
        detail: { member },
      });
    }
    tell({ type: 'compress', key, compressed: progress?.unit === 'bytes' ? progress.done : 0 });
    await sleep(pause, signal);
  }
}

function forget(sending: Sending, key: string): void {
  delete sending.sessions[key];
  sending.saveSessions();
}

/** The session holds more than the layer: it cannot be ours. */
async function lost(sending: Sending, key: string, upload: string, home: string): Promise<TransferProblem> {
  forget(sending, key);
  await sending.registry.drop(home, upload, sending.signal);
  return new TransferProblem('upload-lost', 'the upload holds other bytes', { again: true });
}

/** A file's bytes, which the browser sends without that they come through here. */
export async function* slicesOf(file: Blob): AsyncGenerator<Blob> {
  for (let at = 0; at < file.size; at += chunkBytes) yield file.slice(at, at + chunkBytes);
}

/** Whole requests of small chunks: a chunk is valid only until the next one is asked for. */
export async function* chunksOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let buffer: Uint8Array | undefined;
  let filled = 0;
  for await (const chunk of bytes) {
    for (let taken = 0; taken < chunk.length; ) {
      buffer ??= new Uint8Array(chunkBytes);
      const part = chunk.subarray(taken, taken + chunkBytes - filled);
      buffer.set(part, filled);
      filled += part.length;
      taken += part.length;
      if (filled < chunkBytes) continue;
      yield buffer;
      filled = 0;
    }
  }
  if (buffer && filled > 0) yield buffer.subarray(0, filled);
}

export function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
