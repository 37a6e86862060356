import { createHash, type Hash } from 'node:crypto';
import { type Digest, type DigestAlgorithm, digestAlgorithm, digestOf } from '@wharf/oci';
import type { StorageDriver } from '../ports/storage.ts';

/**
 * The running hashes of an upload. sha256 always runs, since it names the progress in the session's row; the hash of
 * another algorithm runs beside it when the request says from the first byte which digest it will claim.
 */
export class ProgressHash {
  readonly #hashes: Map<DigestAlgorithm, Hash>;
  bytes: number;

  private constructor(hashes: Map<DigestAlgorithm, Hash>, bytes: number) {
    this.#hashes = hashes;
    this.bytes = bytes;
  }

  static empty(claimed?: Digest): ProgressHash {
    const algorithms = new Set<DigestAlgorithm>(['sha256', ...(claimed ? [digestAlgorithm(claimed)] : [])]);
    return new ProgressHash(new Map([...algorithms].map((algorithm) => [algorithm, createHash(algorithm)])), 0);
  }

  /** Hashes the first `bytes` bytes of a stored object again: for a session that another process began. */
  static async ofObject(storage: StorageDriver, key: string, bytes: number, claimed?: Digest): Promise<ProgressHash> {
    const progress = ProgressHash.empty(claimed);
    if (bytes === 0) return progress;
    for await (const chunk of storage.read(key, { start: 0, end: bytes - 1 })) progress.update(chunk);
    return progress;
  }

  /** The same state, which goes its own way from here. */
  copy(): ProgressHash {
    const hashes = [...this.#hashes].map(([algorithm, hash]) => [algorithm, hash.copy()] as const);
    return new ProgressHash(new Map(hashes), this.bytes);
  }

  update(chunk: Uint8Array): void {
    for (const hash of this.#hashes.values()) hash.update(chunk);
    this.bytes += chunk.byteLength;
  }

  /** The digest of the bytes so far, which goes on growing; undefined when that algorithm did not run. */
  digest(algorithm: DigestAlgorithm): Digest | undefined {
    const hash = this.#hashes.get(algorithm);
    return hash && digestOf(algorithm, hash.copy().digest('hex'));
  }
}
