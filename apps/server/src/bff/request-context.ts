import { randomUUID } from 'node:crypto';
import type { Operation } from '@wharf/api';
import type { Origin } from '@wharf/registry';
import type { Request, RequestHandler } from 'express';
import type { CurrentSession } from '../auth/sessions.ts';
import { wasForwarded } from '../network/networks.ts';
import type { Services } from './services.ts';

/** What is known of one request before any handler looks at it. */
export interface RequestContext {
  requestId: string;
  origin: Origin;
  address: string;
  /** A proxy says that it brings the request. */
  forwarded: boolean;
  userAgent: string;
  session: CurrentSession | undefined;
  /** Which one of the contract it turned out to be. */
  operation: Operation | undefined;
  /** The login name that is being tried, for the record should it be refused. */
  login?: string;
}

const contexts = new WeakMap<Request, RequestContext>();

/** Every answer carries `X-Request-Id`: the word by which a user's report finds the log line. */
export function requestContext(services: Services): RequestHandler {
  return (request, response, next) => {
    const requestId = randomUUID();
    response.setHeader('X-Request-Id', requestId);
    contexts.set(request, {
      requestId,
      origin: services.originOf(request),
      address: services.addressOf(request),
      forwarded: wasForwarded(request),
      userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
      session: undefined,
      operation: undefined,
    });
    next();
  };
}

export function contextOf(request: Request): RequestContext {
  const context = contexts.get(request);
  if (!context) throw new Error('requestContext must be the first middleware');
  return context;
}
