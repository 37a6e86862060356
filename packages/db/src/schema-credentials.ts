/** Long-term credentials of users. Nobody but their user ever sees the secret, and the server not even the login key. */
export interface AccessKeysTable {
  /** `WK` and 18 letters and digits: the user name of `docker login`. */
  id: string;
  user_id: string;
  /** sha256 of the login key, which is the HMAC-SHA256 of the id by the secret. */
  key_hash: string;
  created_at: number;
  disabled_at: number | null;
  last_used_at: number | null;
  last_used_address: string | null;
}

/** Failures in a row, for all processes together: what slows guessing down. */
export interface FailedLoginsTable {
  /** sha256 of what failed: a name at a source, a source. */
  key: string;
  count: number;
  /** How many of them cost no wait. */
  free: number;
  /** The last one. */
  at: number;
}

/** Which registry tokens hold no more before their time; a row goes when no token that it is about can live. */
export interface RevocationsTable {
  /** What tokens depend on: `user:<id>`, `credential:<id>` (`auth/revocations.ts` of the server). */
  subject: string;
  /** Of the latest revocation; grows with each one of the subject, whatever the clocks say. */
  at: number;
}
