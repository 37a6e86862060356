import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Database } from '@wharf/db';
import type { ErrorCode } from '@wharf/oci';
import type { Log, Origin } from '@wharf/registry';
import type { Kysely } from 'kysely';
import { authorizeScopes } from './authorize-scopes.ts';
import { type CredentialOutcome, type Credentials, credentialRefusal } from './credentials.ts';
import { GateFull } from './gate.ts';
import type { RegistryTokens } from './registry-tokens.ts';
import { parseScopes } from './scopes.ts';
import { readForm, readQuery, type TokenRequest, TokenRequestError } from './token-request.ts';

interface TokenWorld {
  db: Kysely<Database>;
  credentials: Credentials;
  tokens: RegistryTokens;
  originOf(request: IncomingMessage): Origin;
  addressOf(request: IncomingMessage): string;
  log: Log;
}

/** `/token`: gives clients the token that `/v2/` asks for, as a plain `node:http` handler. Answers every request, failures too. */
export function createTokenEndpoint(world: TokenWorld): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    answer(world, request, response).catch((error: unknown) => fail(world.log, request, response, error));
  };
}

async function answer(world: TokenWorld, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'POST') {
    response.setHeader('Allow', 'GET, POST');
    throw new TokenRequestError('invalid_request', 'this path takes GET and POST', 405);
  }
  const form = request.method === 'POST';
  const asked: TokenRequest = form ? await readForm(request) : readQuery(request);
  const outcome = asked.credentials && (await check(world, request, asked.credentials));
  if (outcome && !outcome.ok) return refuse(response, outcome);

  const actor = outcome ? outcome.actor : ({ kind: 'anonymous' } as const);
  const origin = world.originOf(request);
  const granted = await authorizeScopes(world.db, actor, parseScopes(asked.scopes));
  const known = outcome
    ? { userId: outcome.actor.id, name: outcome.actor.name }
    : { userId: undefined, name: 'anonymous' };
  const issued = await world.tokens.issue({ ...known, ...granted, issuer: origin.url }, origin.host);
  send(response, 200, {
    token: issued.token,
    access_token: issued.token,
    token_type: 'Bearer',
    expires_in: issued.expiresInSeconds,
    issued_at: issued.issuedAt.toISOString(),
    ...(form
      ? { scope: granted.access.map((each) => `${each.type}:${each.name}:${each.actions.join(',')}`).join(' ') }
      : {}),
  });
}

function check(world: TokenWorld, request: IncomingMessage, credentials: { name: string; password: string }) {
  return world.credentials.check(credentials.name, credentials.password, world.addressOf(request));
}

function refuse(response: ServerResponse, outcome: Extract<CredentialOutcome, { ok: false }>): void {
  const message = credentialRefusal(outcome.reason);
  if (outcome.reason === 'too-many-attempts') {
    response.setHeader('Retry-After', String(outcome.retryAfterSeconds));
    sendProblem(response, 429, 'TOOMANYREQUESTS', 'temporarily_unavailable', message, outcome);
    return;
  }
  response.setHeader('WWW-Authenticate', 'Basic realm="Wharf", charset="UTF-8"');
  sendProblem(response, 401, 'UNAUTHORIZED', 'invalid_grant', message, { reason: outcome.reason });
}

function fail(log: Log, request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  // What was not read of the body would be taken for the next request.
  if (!request.complete) response.setHeader('Connection', 'close');
  if (error instanceof TokenRequestError) {
    if (error.status === 401) response.setHeader('WWW-Authenticate', 'Basic realm="Wharf", charset="UTF-8"');
    const code = error.status === 401 ? 'UNAUTHORIZED' : 'UNSUPPORTED';
    sendProblem(response, error.status, code, error.error, error.message, { reason: error.error });
    return;
  }
  if (error instanceof GateFull) {
    response.setHeader('Retry-After', '5');
    sendProblem(
      response,
      503,
      'TOOMANYREQUESTS',
      'temporarily_unavailable',
      'the server is busy: try again in a moment',
      {},
    );
    return;
  }
  const requestId = randomUUID();
  log.error({ requestId, method: request.method, path: '/token', err: error }, 'token request failed');
  const message = `the server failed to answer (request ${requestId}): the operator finds the cause in the log under that id`;
  sendProblem(response, 500, 'UNKNOWN', 'server_error', message, { requestId });
}

/** In both forms that clients of this endpoint read: the distribution spec's and OAuth2's (RFC 6749, 5.2). */
function sendProblem(
  response: ServerResponse,
  status: number,
  code: ErrorCode | 'UNKNOWN',
  error: string,
  message: string,
  detail: object,
): void {
  send(response, status, { errors: [{ code, message, detail }], error, error_description: message });
}

function send(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
  });
  response.end(text);
}
