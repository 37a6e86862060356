/** The database cannot be used as it is; `message` says which one, why, and what to do. */
export class DatabaseError extends Error {
  override name = 'DatabaseError';
  readonly reason: 'unreachable' | 'newer-schema' | 'flush-failed';

  constructor(reason: 'unreachable' | 'newer-schema' | 'flush-failed', message: string, options?: { cause: unknown }) {
    super(message, options);
    this.reason = reason;
  }
}

/** A database URL as it may be shown: without password and options. */
export function shownUrl(url: string): string {
  if (!URL.canParse(url)) return 'the DATABASE_URL (which is no URL)';
  const { protocol, username, host, pathname } = new URL(url);
  return `${protocol}//${username ? `${username}@` : ''}${host}${pathname}`;
}
