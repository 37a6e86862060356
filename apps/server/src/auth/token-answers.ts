import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorCode } from '@wharf/oci';
import type { Reason } from '@wharf/policies/refusals';
import { endWithRefusal } from '@wharf/registry';
import type { RefusalRecorder } from '../refusals/start-refusals.ts';
import { credentialRefusal, waitRefusal } from './credential-refusals.ts';
import type { CredentialOutcome } from './credentials.ts';

/** Where a refused login is noted. */
export interface RefusalNoting {
  refusals: Pick<RefusalRecorder, 'note'>;
  addressOf(request: IncomingMessage): string;
}

interface Answer {
  status: number;
  code: ErrorCode | 'UNKNOWN';
  /** A word of RFC 6749, 5.2. */
  error: string;
  message: string;
  reason: Reason;
  facts?: Record<string, unknown>;
  /** The login name that was tried. */
  login?: string;
}

/** Why a login was refused. @param challenge the `WWW-Authenticate` of a 401. */
export function sendCredentialRefusal(
  world: RefusalNoting,
  response: ServerResponse,
  outcome: Extract<CredentialOutcome, { ok: false }>,
  login: string,
  challenge: string,
): void {
  const { reason } = outcome;
  if (reason === 'too-many-attempts') {
    const { retryAfterSeconds, until } = outcome;
    const message = waitRefusal(until);
    response.setHeader('Retry-After', String(retryAfterSeconds));
    const facts = { retryAfterSeconds, until: until.toISOString() };
    const words = { code: 'TOOMANYREQUESTS', error: 'temporarily_unavailable' } as const;
    sendRefusal(world, response, { status: 429, ...words, message, reason, facts, login });
    return;
  }
  const message = credentialRefusal(reason);
  response.setHeader('WWW-Authenticate', challenge);
  sendRefusal(world, response, { status: 401, code: 'UNAUTHORIZED', error: 'invalid_grant', message, reason, login });
}

/** Too many passwords wait to be verified. */
export function sendBusy(world: RefusalNoting, response: ServerResponse): void {
  response.setHeader('Retry-After', '5');
  const words = { code: 'TOOMANYREQUESTS', error: 'temporarily_unavailable' } as const;
  sendRefusal(world, response, { status: 503, ...words, message: 'the server is busy', reason: 'busy' });
}

/** In both forms that clients of these endpoints read: the distribution spec's and OAuth2's (RFC 6749, 5.2). */
export function sendRefusal(
  { refusals, addressOf }: RefusalNoting,
  response: ServerResponse,
  { status, code, error, message, reason, facts, login }: Answer,
): void {
  const request = response.req;
  const told = refusals.note({
    reason,
    message,
    detail: facts ?? {},
    status,
    code,
    actorId: undefined,
    login,
    address: addressOf(request),
    method: request.method ?? '',
    operation: 'login',
    repository: undefined,
    reference: undefined,
    client: request.headers['user-agent'] ?? '',
  });
  response.setHeader('Cache-Control', 'no-store');
  endWithRefusal(response, status, { errors: [{ code, ...told }], error, error_description: told.message });
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
  });
  response.end(response.req.method === 'HEAD' ? undefined : text);
}
