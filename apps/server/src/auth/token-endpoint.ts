import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Database } from '@wharf/db';
import type { AccessPolicy } from '@wharf/policies/access';
import type { Log, Origin } from '@wharf/registry';
import type { Kysely } from 'kysely';
import { authorizeScopes } from './authorize-scopes.ts';
import type { Credentials } from './credentials.ts';
import { GateFull } from './gate.ts';
import { type RegistryTokens, tokenContent } from './registry-tokens.ts';
import { parseScopes } from './scopes.ts';
import { type RefusalNoting, sendBusy, sendCredentialRefusal, sendJson, sendRefusal } from './token-answers.ts';
import { readForm, readQuery, type TokenRequest, TokenRequestError, usualBodyMs } from './token-request.ts';

interface TokenWorld extends RefusalNoting {
  db: Kysely<Database>;
  credentials: Credentials;
  tokens: RegistryTokens;
  policy(): AccessPolicy;
  originOf(request: IncomingMessage): Origin;
  log: Log;
  /** For the body of a POST; 20 s unless told. */
  bodyMs?: number;
}

const basicChallenge = 'Basic realm="Wharf", charset="UTF-8"';

/** `/token`: gives clients the token that `/v2/` asks for, as a plain `node:http` handler. Answers every request, failures too. */
export function createTokenEndpoint(world: TokenWorld): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    answer(world, request, response).catch((error: unknown) => fail(world, request, response, error));
  };
}

async function answer(world: TokenWorld, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'POST') {
    response.setHeader('Allow', 'GET, POST');
    throw new TokenRequestError('invalid_request', 'this path takes GET and POST', 405);
  }
  const form = request.method === 'POST';
  const asked: TokenRequest = form ? await readForm(request, world.bodyMs ?? usualBodyMs) : readQuery(request);
  const outcome = asked.credentials && (await check(world, request, asked.credentials));
  if (outcome && !outcome.ok) {
    sendCredentialRefusal(world, response, outcome, asked.credentials?.name ?? '', basicChallenge);
    return;
  }

  const actor = outcome ? outcome.actor : ({ kind: 'anonymous' } as const);
  const origin = world.originOf(request);
  const granted = await authorizeScopes(world.db, actor, parseScopes(asked.scopes), world.policy());
  const content = tokenContent(outcome, granted, origin.url);
  const issued = await world.tokens.issue(content, origin.host, outcome?.until);
  sendJson(response, 200, {
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

function fail(world: TokenWorld, request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  if (error instanceof TokenRequestError) {
    if (error.status === 401) response.setHeader('WWW-Authenticate', basicChallenge);
    const code = error.status === 401 ? 'UNAUTHORIZED' : 'UNSUPPORTED';
    const { status, message } = error;
    const reason = status === 408 ? 'too-slow' : error.error;
    sendRefusal(world, response, { status, code, error: error.error, message, reason });
    return;
  }
  if (error instanceof GateFull) {
    sendBusy(world, response);
    return;
  }
  const requestId = randomUUID();
  world.log.error({ requestId, method: request.method, path: '/token', err: error }, 'token request failed');
  const message = `the server failed to answer (request ${requestId})`;
  const words = { code: 'UNKNOWN', error: 'server_error', reason: 'internal' } as const;
  sendRefusal(world, response, { status: 500, ...words, message, facts: { requestId } });
}
