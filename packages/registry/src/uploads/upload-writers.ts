import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { RegistryError } from '../error.ts';
import type { Metadata } from '../ports/metadata.ts';
import type { ProgressHash } from './progress-hash.ts';

const claimMs = 60_000;
const renewMs = 20_000;
/** Hash states kept for sessions between their requests; one that is dropped only costs reading the bytes again. */
const keptHashes = 1_000;

/** The right to write a session, for as long as one request writes it. */
export interface Claim {
  /** Names the holder in the session's row. */
  writer: string;
  /**
   * Ends the renewals, so that none of them claims again what the next call to the store gives up.
   * @throws RegistryError BLOB_UPLOAD_INVALID (409) when another one took the session over meanwhile
   */
  settle(): Promise<void>;
}

interface ActiveWriter {
  /** Ends the request that is writing. */
  stop(): void;
  done: Promise<void>;
}

/**
 * Sees to it that a session has one writer on all nodes (a claim in its row, renewed while bytes come), and that a client
 * that lost its connection need not wait for the old request to time out: in the same process the newcomer ends it.
 */
export class UploadWriters {
  readonly #metadata: Metadata;
  readonly #node: string;
  readonly #active = new Map<string, ActiveWriter>();
  readonly #hashes = new Map<string, ProgressHash>();

  /** @param node begins the names of this process's claims, so that its next life can release them. */
  constructor(metadata: Metadata, node: string) {
    this.#metadata = metadata;
    this.#node = node;
  }

  /**
   * Runs `work` as the only writer of a session.
   * @param stop ends the request on whose behalf `work` runs; used when a newer request takes the session over.
   * @throws RegistryError BLOB_UPLOAD_INVALID (409) when a request on another node is writing.
   */
  async exclusively<T>(session: string, stop: () => void, work: (claim: Claim) => Promise<T>): Promise<T> {
    const before = this.#active.get(session);
    before?.stop();
    await before?.done;
    const writer = `${this.#node}:${randomUUID()}`;
    let finished = () => {};
    const entry = { stop, done: new Promise<void>((resolve) => (finished = resolve)) };
    if (this.#active.has(session)) throw uploadBusy();
    this.#active.set(session, entry);
    let claim: HeldClaim | undefined;
    try {
      if (!(await this.#claim(session, writer))) throw uploadBusy();
      claim = new HeldClaim(writer, () => this.#claim(session, writer), stop);
      return await work(claim);
    } catch (error) {
      await claim?.endRenewals();
      await this.#metadata.releaseClaims(writer);
      throw error;
    } finally {
      await claim?.endRenewals();
      this.#active.delete(session);
      finished();
    }
  }

  /** Ends a request that writes the session here, and waits until it has let go. */
  async interrupt(session: string): Promise<void> {
    const writing = this.#active.get(session);
    writing?.stop();
    await Promise.race([writing?.done, sleep(5_000, undefined, { ref: false })]);
  }

  /** The hash state that an earlier request of this process left at exactly `bytes`. */
  takeHash(session: string, bytes: number): ProgressHash | undefined {
    const hash = this.#hashes.get(session);
    this.#hashes.delete(session);
    return hash?.bytes === bytes ? hash : undefined;
  }

  keepHash(session: string, hash: ProgressHash): void {
    if (this.#hashes.size >= keptHashes) {
      const oldest = this.#hashes.keys().next();
      if (!oldest.done) this.#hashes.delete(oldest.value);
    }
    this.#hashes.set(session, hash);
  }

  #claim(session: string, writer: string): Promise<boolean> {
    const at = new Date();
    return this.#metadata.claimUpload(session, writer, at, new Date(at.getTime() + claimMs));
  }
}

class HeldClaim implements Claim {
  readonly writer: string;
  readonly #timer: NodeJS.Timeout;
  #renewal: Promise<void> = Promise.resolve();
  #lost = false;

  constructor(writer: string, renew: () => Promise<boolean>, stop: () => void) {
    this.writer = writer;
    this.#timer = setInterval(() => {
      this.#renewal = renew().then(
        (held) => {
          if (held) return;
          this.#lost = true;
          stop();
        },
        // Not known to be lost: what gives the claim up asks the store again.
        () => stop(),
      );
    }, renewMs);
  }

  async settle(): Promise<void> {
    await this.endRenewals();
    if (this.#lost) throw uploadBusy();
  }

  async endRenewals(): Promise<void> {
    clearInterval(this.#timer);
    await this.#renewal;
  }
}

export function uploadBusy(): RegistryError {
  return new RegistryError(
    'BLOB_UPLOAD_INVALID',
    'another request is writing this upload',
    { reason: 'upload-busy' },
    { status: 409, headers: { 'Retry-After': '1' } },
  );
}
