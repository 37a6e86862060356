import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type Digest, digestOf } from '@wharf/oci';
import type { ByteSource } from '../archive.ts';

let reading = 0;

/** Reads of sources that began and neither came to their end nor were given up: a file would stay open for each. */
export function openReads(): number {
  return reading;
}

/** Bytes as a source that uses its one small buffer again for each chunk: what keeps a chunk is found out. */
export function sourceOf(bytes: Uint8Array, name = 'image.tar', chunk = 700): ByteSource {
  return {
    size: bytes.length,
    name,
    async *read(start, end) {
      const buffer = new Uint8Array(chunk);
      reading += 1;
      try {
        for (let at = start; at < Math.min(end, bytes.length); at += chunk) {
          const piece = bytes.subarray(at, Math.min(at + chunk, end));
          buffer.fill(0xee);
          buffer.set(piece);
          yield buffer.subarray(0, piece.length);
        }
      } finally {
        reading -= 1;
      }
    },
  };
}

export async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const read: Buffer[] = [];
  for await (const chunk of chunks) read.push(Buffer.from(chunk));
  return Buffer.concat(read);
}

export function sha256(bytes: Uint8Array | string): Digest {
  return digestOf('sha256', createHash('sha256').update(bytes).digest('hex'));
}

/** A zstd frame (RFC 8878) of raw blocks, or of one repeated byte. */
export function zstdOf(content: Uint8Array, { checksum = false, windowByte = 0x48 } = {}): Uint8Array {
  const blocks: Buffer[] = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, checksum ? 0x04 : 0x00, windowByte])];
  for (let at = 0; at === 0 || at < content.length; at += 65536) {
    const piece = content.subarray(at, at + 65536);
    const last = at + 65536 >= content.length ? 1 : 0;
    const repeated = piece.length > 1 && piece.every((byte) => byte === piece[0]);
    const head = Buffer.alloc(3);
    head.writeUIntLE((piece.length << 3) | (repeated ? 2 : 0) | last, 0, 3);
    blocks.push(head, Buffer.from(repeated ? piece.subarray(0, 1) : piece));
  }
  if (checksum) blocks.push(Buffer.alloc(4));
  return Buffer.concat(blocks);
}

/** The ways in which one tar comes. */
export const wrappings = [
  { wrapping: 'plain', wrap: (tar: Uint8Array) => tar },
  { wrapping: 'gzip', wrap: (tar: Uint8Array) => gzipSync(tar) as Uint8Array },
  { wrapping: 'zstd', wrap: (tar: Uint8Array) => zstdOf(tar) },
];
