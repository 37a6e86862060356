import type { Digest, RepositoryName } from '@wharf/oci';
import type { Caller } from './access.ts';

/** Counts what passes, in memory, to be written in batches: never a write on the path of a GET. All methods are cheap and never throw. */
export interface Activity {
  /**
   * A manifest was read by GET; `tag` when it was asked for by tag.
   * @param digest the manifest's, and `by`, whose author tells who pulled: left out where that is on the record otherwise
   */
  pulled(
    name: RepositoryName,
    repositoryId: string,
    tag: string | undefined,
    digest?: Digest,
    by?: Pick<Caller, 'author'>,
  ): void;
  /** Blob bytes that went to a client. */
  sent(name: RepositoryName, bytes: number): void;
  /** Blob bytes that came from a client. */
  received(name: RepositoryName, bytes: number): void;
}
