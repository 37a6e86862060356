import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorBody } from '@wharf/oci';
import { RegistryError } from '../error.ts';

/** A refused upload may still be on its way: so much of it is read and thrown away, so that the client sees the answer. */
const drainBytes = 4 * 1024 * 1024;
const drainMs = 3_000;

/** With every answer (docker looks for it). */
export const apiVersion = { 'Docker-Distribution-Api-Version': 'registry/2.0' };

/** The head of an answer: all headers in one step, because Node checks each that was set before on a slower way. */
export function writeHead(res: ServerResponse, status: number, headers: Record<string, string | number>): void {
  res.writeHead(status, { ...apiVersion, ...headers });
}

export function sendJson(res: ServerResponse, status: number, body: unknown, contentType = 'application/json'): void {
  const text = JSON.stringify(body);
  writeHead(res, status, { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(text) });
  res.end(res.req.method === 'HEAD' ? undefined : text);
}

/** Answers without a body. */
export function sendEmpty(res: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  writeHead(res, status, status === 204 ? headers : { ...headers, 'Content-Length': '0' });
  res.end();
}

/** The spec's error body; an answer that has begun can only be cut off, so that the client does not take it for whole. */
export function sendError(
  res: ServerResponse,
  error: RegistryError,
  { message, detail }: { message: string; detail: object } = error,
): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const { code, status, headers } = error;
  const body: ErrorBody = { errors: [{ code, message, detail }] };
  for (const [name, value] of Object.entries({ ...apiVersion, ...headers })) res.setHeader(name, value);
  endWithRefusal(res, status, body);
}

/**
 * Answers with a refusal, while the request's body may still be on its way. Ending an answer then closes the connection, and
 * closing that over unread bytes makes the client's system throw the answer away: so the answer goes out whole, the rest of
 * the body is read, up to a bound, and only then is it ended.
 */
export function endWithRefusal(
  res: ServerResponse,
  status: number,
  body: unknown,
  contentType = 'application/json',
): void {
  const { req } = res;
  const text = JSON.stringify(body);
  const shown = req.method === 'HEAD' ? '' : text;
  const headers = { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(text) };
  if (!bodyMayCome(req)) {
    res.writeHead(status, headers);
    res.end(shown);
    return;
  }
  res.writeHead(status, { ...headers, Connection: 'close' });
  res.write(shown);
  drain(req, () => res.end());
}

function bodyMayCome({ complete, headers }: IncomingMessage): boolean {
  if (complete) return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Reads and forgets a body up to its end or a bound; `done` is called once, unless the client goes first. */
function drain(req: IncomingMessage, done: () => void): void {
  let left = drainBytes;
  let over = false;
  const finish = () => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    done();
  };
  const timer = setTimeout(finish, drainMs);
  timer.unref();
  req.on('data', (chunk: Uint8Array) => {
    left -= chunk.byteLength;
    if (left < 0) finish();
  });
  req.on('end', finish);
  req.on('close', finish);
  req.resume();
}

export function internalError(requestId: string): RegistryError {
  return new RegistryError(
    'UNSUPPORTED',
    `the registry failed to answer (request ${requestId})`,
    { reason: 'internal', requestId },
    { status: 500 },
  );
}
