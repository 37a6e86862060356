import { createCipheriv, createHash } from 'node:crypto';
import { type Digest, digestOf } from '@wharf/oci';

/** Bytes that no compressor shrinks, the same for the same seed. */
export function randomBytesOf(seed: string, length: number): Buffer {
  const key = createHash('sha256').update(seed).digest();
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length));
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function sha256(bytes: Uint8Array | string): Digest {
  return digestOf('sha256', createHash('sha256').update(bytes).digest('hex'));
}

export function sha512(bytes: Uint8Array | string): Digest {
  return digestOf('sha512', createHash('sha512').update(bytes).digest('hex'));
}
