import type { RequestHandler } from 'express';
import { findSession } from '../auth/sessions.ts';
import { contextOf } from './request-context.ts';
import type { Services } from './services.ts';
import { readSessionCookie } from './session-cookie.ts';

/** Finds out who is calling, once a request. Whoever is not signed in goes on as nobody. */
export function session(services: Services): RequestHandler {
  return async (request, _response, next) => {
    const context = contextOf(request);
    const secret = readSessionCookie(context.origin, request.headers.cookie);
    if (secret) context.session = await findSession(services, secret, context);
    next();
  };
}
