import type { Origin } from '@wharf/registry';

/** Session cookies. Over https the `__Host-` prefix makes browsers refuse one that another host or plain http set (RFC 6265bis, 4.1.3). */
function nameFor(origin: Origin): string {
  return isSecure(origin) ? '__Host-wharf_session' : 'wharf_session';
}

export function isSecure(origin: Origin): boolean {
  return origin.url.startsWith('https:');
}

/** The session's secret that the browser sent, if any. */
export function readSessionCookie(origin: Origin, header: string | undefined): string | undefined {
  const name = nameFor(origin);
  for (const pair of (header ?? '').split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}

/** `Set-Cookie` for a session; undefined ends it. No Max-Age: the server decides how long a session lives. */
export function sessionCookie(origin: Origin, secret: string | undefined): string {
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure(origin) ? '; Secure' : ''}`;
  return secret === undefined
    ? `${nameFor(origin)}=; ${attributes}; Max-Age=0`
    : `${nameFor(origin)}=${secret}; ${attributes}`;
}
