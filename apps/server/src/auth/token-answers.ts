import type { ServerResponse } from 'node:http';
import type { ErrorCode } from '@wharf/oci';
import { credentialRefusal } from './credential-refusals.ts';
import type { CredentialOutcome } from './credentials.ts';

/** Why a login was refused. @param challenge the `WWW-Authenticate` of a 401. */
export function sendCredentialRefusal(
  response: ServerResponse,
  outcome: Extract<CredentialOutcome, { ok: false }>,
  challenge: string,
): void {
  const message = credentialRefusal(outcome.reason);
  if (outcome.reason === 'too-many-attempts') {
    const { reason, retryAfterSeconds } = outcome;
    response.setHeader('Retry-After', String(retryAfterSeconds));
    sendProblem(response, 429, 'TOOMANYREQUESTS', 'temporarily_unavailable', message, { reason, retryAfterSeconds });
    return;
  }
  response.setHeader('WWW-Authenticate', challenge);
  sendProblem(response, 401, 'UNAUTHORIZED', 'invalid_grant', message, { reason: outcome.reason });
}

/** Too many passwords wait to be verified. */
export function sendBusy(response: ServerResponse): void {
  const message = 'the server is busy: try again in a moment';
  response.setHeader('Retry-After', '5');
  sendProblem(response, 503, 'TOOMANYREQUESTS', 'temporarily_unavailable', message, { reason: 'busy' });
}

/** In both forms that clients of these endpoints read: the distribution spec's and OAuth2's (RFC 6749, 5.2). */
export function sendProblem(
  response: ServerResponse,
  status: number,
  code: ErrorCode | 'UNKNOWN',
  error: string,
  message: string,
  detail: object,
): void {
  sendJson(response, status, { errors: [{ code, message, detail }], error, error_description: message });
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
