import { timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { ApiError } from './problem.ts';
import { contextOf } from './request-context.ts';

const safeMethods = ['GET', 'HEAD'];

/**
 * Refuses what another site's page sends, sign-in included (else a stranger could sign a browser in as himself).
 * `Sec-Fetch-Site` is the browser's own word; browsers leave it out on plain http, where `Origin` says the same.
 * Clients that send neither are no browsers: nobody can make them carry a victim's cookie.
 */
export function sameOriginOnly(): RequestHandler {
  return (request, _response, next) => {
    if (!safeMethods.includes(request.method) && comesFromElsewhere(request)) {
      throw new ApiError('csrf-token-wrong', 'the request comes from another site', {
        detail: { reason: 'cross-site' },
      });
    }
    next();
  };
}

function comesFromElsewhere(request: Request): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin';
  const { origin, host } = request.headers;
  if (origin === undefined || origin === contextOf(request).origin.url) return false;
  // A browser may come by another address than the public one; it states both names itself.
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

/** What a session changes needs the session's token in `X-CSRF-Token`. */
export function requireCsrfToken(request: Request): void {
  const { session } = contextOf(request);
  if (!session || safeMethods.includes(request.method)) return;
  const given = Buffer.from(String(request.headers['x-csrf-token'] ?? ''));
  const wanted = Buffer.from(session.csrfToken);
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return;
  throw new ApiError('csrf-token-wrong', 'X-CSRF-Token is not the token of this session: load the page again', {
    detail: { reason: 'token' },
  });
}
