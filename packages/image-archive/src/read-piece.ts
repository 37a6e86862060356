import type { ByteSource } from './archive.ts';
import { ByteReader } from './byte-reader.ts';

/** Bytes `start` to before `end` of a source, in one piece; fewer when it became shorter. */
export async function readPiece(source: ByteSource, start: number, end: number): Promise<Uint8Array> {
  const reader = new ByteReader(source.read(start, end));
  try {
    return await reader.take(end - start);
  } finally {
    // All is taken, but the source does not know that: it would hold its file open until the garbage collector comes.
    await reader.close();
  }
}
