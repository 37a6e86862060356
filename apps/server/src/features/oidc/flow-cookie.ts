import type { Origin } from '@wharf/registry';
import { z } from 'zod';
import type { OidcFlow } from '../../auth/oidc/oidc-provider.ts';
import { readCookie, secureAttributes, secureName } from '../../bff/session-cookie.ts';
import { returnPath } from './return-path.ts';

const seconds = 10 * 60;
const word = z.string().min(16).max(256);
const flowSchema = z.strictObject({
  state: word,
  nonce: word,
  verifier: word,
  // Over plain http whoever else serves something from this host can plant a cookie here.
  returnPath: z.string().max(512).transform(returnPath),
  link: word.optional(),
});

export interface BrowserFlow extends OidcFlow {
  returnPath: string;
  /** To link an identity to the user of a session, whose seal this is; undefined: to sign in. */
  link?: string | undefined;
}

/**
 * `Set-Cookie` for a sign-in under way, one a browser; undefined ends it. Not secret to the browser's owner, and nobody else's:
 * `HttpOnly`, and over https `__Host-` keeps others from planting one of theirs. Lax: the provider sends the browser back here.
 */
export function flowCookie(origin: Origin, flow: BrowserFlow | undefined): string {
  const value = flow === undefined ? '' : Buffer.from(JSON.stringify(flow)).toString('base64url');
  const age = flow === undefined ? 0 : seconds;
  return `${secureName(origin, 'wharf_oidc')}=${value}; ${secureAttributes(origin)}; Max-Age=${age}`;
}

/** The sign-in that this browser began; undefined when there is none, or its cookie is none of ours. */
export function readFlowCookie(origin: Origin, header: string | undefined): BrowserFlow | undefined {
  const value = readCookie(secureName(origin, 'wharf_oidc'), header);
  if (!value || value.length > 2048) return undefined;
  try {
    return flowSchema.safeParse(JSON.parse(Buffer.from(value, 'base64url').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
