import type { RepositoryName } from '@wharf/oci';
import type { RefusalDetail } from '../error.ts';
import type { Author, CatalogScope } from './metadata.ts';

export type Action = 'pull' | 'push' | 'delete';

/** The scheme, host and port by which the client came: every URL that it is given starts with it. */
export interface Origin {
  /** `http://127.0.0.1:8080`, no trailing slash. */
  url: string;
  /** `127.0.0.1:8080` */
  host: string;
}

export type Decision =
  | { allowed: true }
  /** `challenge`: other credentials or a wider token might help (401). Else the caller's right itself is missing (403). */
  | { allowed: false; challenge: boolean; message: string; detail: RefusalDetail };

/** Who is calling, as far as the credentials of this one request tell. */
export interface Caller {
  /** Made when it is asked for: a pull needs none. */
  readonly author: Author;
  anonymous: boolean;
  /** May be synchronous: the hot path awaits only what is a promise. */
  decide(action: Action, name: RepositoryName): Decision | Promise<Decision>;
  /** What `_catalog` may show. */
  catalogScope(): CatalogScope | undefined | Promise<CatalogScope | undefined>;
}

export interface Access {
  /**
   * @param authorization the request's header.
   * @param addressOf tells the client's address; called only for what keeps it, which no pull does.
   * @throws RegistryError UNAUTHORIZED for credentials that do not hold (wrong, expired, revoked); absent ones are anonymous.
   */
  identify(authorization: string | undefined, addressOf: () => string): Caller | Promise<Caller>;
  /** The `WWW-Authenticate` of a 401. `scope` as in `repository:org/app:pull,push`. */
  challenge(
    origin: Origin,
    scope: string | undefined,
    error: 'invalid_token' | 'insufficient_scope' | undefined,
  ): string;
}
