import { randomUUID } from 'node:crypto';

/** So many objects lie side by side before another folder has its turn. */
const runLength = 64;

let folder = '';
let left = 0;

/**
 * Blob objects get a name of their own for each upload, so deleting an old one can never hit a new one of the same digest.
 * Uploads that come together lie in one of 256 folders, chosen anew all the time: their names share its flushes.
 */
export function newStorageKey(): string {
  const name = randomUUID().replaceAll('-', '');
  if (left === 0) {
    folder = name.slice(0, 2);
    left = runLength;
  }
  left -= 1;
  return `blobs/${folder}/${name}`;
}
