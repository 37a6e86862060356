import type { Origin } from '@wharf/registry';

/** Over https the `__Host-` prefix makes browsers refuse one that another host or plain http set (RFC 6265bis, 4.1.3). */
export function secureName(origin: Origin, name: string): string {
  return isSecure(origin) ? `__Host-${name}` : name;
}

export function secureAttributes(origin: Origin): string {
  return `Path=/; HttpOnly; SameSite=Lax${isSecure(origin) ? '; Secure' : ''}`;
}

const sessionName = 'wharf_session';

export function isSecure(origin: Origin): boolean {
  return origin.url.startsWith('https:');
}

/** The session's secret that the browser sent, if any. */
export function readSessionCookie(origin: Origin, header: string | undefined): string | undefined {
  return readCookie(secureName(origin, sessionName), header);
}

export function readCookie(name: string, header: string | undefined): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}

/** `Set-Cookie` for a session; undefined ends it. No Max-Age: the server decides how long a session lives. */
export function sessionCookie(origin: Origin, secret: string | undefined): string {
  const name = secureName(origin, sessionName);
  const attributes = secureAttributes(origin);
  return secret === undefined ? `${name}=; ${attributes}; Max-Age=0` : `${name}=${secret}; ${attributes}`;
}
