import { type FileHandle, open } from 'node:fs/promises';
import type { ByteSource } from './archive.ts';

/** A file as a source; `close` it after use. Chunks are of at most 1 MiB and stay valid. */
export async function openFileSource(path: string): Promise<ByteSource & { close(): Promise<void> }> {
  const file = await open(path);
  const { size } = await file.stat();
  return { size, name: path, read: (start, end) => readRange(file, start, end), close: () => file.close() };
}

async function* readRange(file: FileHandle, start: number, end: number): AsyncGenerator<Uint8Array> {
  let at = start;
  while (at < end) {
    const { bytesRead, buffer } = await file.read({
      buffer: new Uint8Array(Math.min(end - at, 1024 * 1024)),
      position: at,
    });
    // Shorter than it was: the reader finds that bytes are missing.
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
