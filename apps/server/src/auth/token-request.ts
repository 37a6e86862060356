import type { IncomingMessage } from 'node:http';
import { parseBasic } from './credentials.ts';

/** What a client sent to `/token`. */
export interface TokenRequest {
  /** Undefined asks for an anonymous token. */
  credentials: { name: string; password: string } | undefined;
  scopes: string[];
}

/** A request for a token that cannot be served; `error` is a word of RFC 6749, 5.2. */
export class TokenRequestError extends Error {
  override name = 'TokenRequestError';
  readonly error: 'invalid_request' | 'unsupported_grant_type';
  readonly status: number;
  constructor(error: TokenRequestError['error'], message: string, status = 400) {
    super(message);
    this.error = error;
    this.status = status;
  }
}

const bodyLimit = 64 * 1024;
/** Nothing else bounds how slowly a body may come: uploads may take hours. */
export const usualBodyMs = 20_000;

/** GET: distribution's "Token Authentication Specification". @throws TokenRequestError */
export function readQuery(request: IncomingMessage): TokenRequest {
  const { searchParams } = new URL(request.url ?? '', 'http://host');
  const { authorization } = request.headers;
  const credentials = authorization === undefined ? undefined : parseBasic(authorization);
  if (authorization !== undefined && !credentials) {
    throw new TokenRequestError(
      'invalid_request',
      'the Authorization header is not Basic with a name and a password',
      401,
    );
  }
  return { credentials, scopes: searchParams.getAll('scope') };
}

/**
 * POST: distribution's "OAuth2 Token Authentication". Never anonymous.
 * @param withinMs for the whole body
 * @throws TokenRequestError
 */
export async function readForm(request: IncomingMessage, withinMs: number): Promise<TokenRequest> {
  const form = new URLSearchParams(await readBody(request, withinMs));
  const grant = form.get('grant_type');
  if (grant !== 'password') {
    throw new TokenRequestError(
      grant === null ? 'invalid_request' : 'unsupported_grant_type',
      'the only grant_type of this server is password',
    );
  }
  const name = form.get('username');
  const password = form.get('password');
  if (!name || !password) throw new TokenRequestError('invalid_request', 'username and password are needed');
  return { credentials: { name, password }, scopes: form.getAll('scope') };
}

function readBody(request: IncomingMessage, withinMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    // One buffer, because a chunk of a byte costs a hundred to keep.
    const body = Buffer.allocUnsafe(bodyLimit);
    let size = 0;
    const timer = setTimeout(
      () => reject(new TokenRequestError('invalid_request', 'the body came too slowly', 408)),
      withinMs,
    );
    request.on('data', (chunk: Buffer) => {
      if (size + chunk.length > bodyLimit) {
        reject(new TokenRequestError('invalid_request', `the body is longer than ${bodyLimit} bytes`, 413));
        return;
      }
      chunk.copy(body, size);
      size += chunk.length;
    });
    request.on('end', () => resolve(body.toString('utf8', 0, size)));
    request.on('error', reject);
    request.on('close', () => {
      clearTimeout(timer);
      reject(new TokenRequestError('invalid_request', 'the body was cut off'));
    });
  });
}
