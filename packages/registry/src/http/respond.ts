import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorBody } from '@wharf/oci';
import { RegistryError } from '../error.ts';

/** A refused upload may still be on its way: so much of it is read and thrown away, so that the client sees the answer. */
const drainBytes = 4 * 1024 * 1024;
const drainMs = 3_000;

export function sendJson(res: ServerResponse, status: number, body: unknown, contentType = 'application/json'): void {
  const text = JSON.stringify(body);
  res.writeHead(status, { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(text) });
  res.end(res.req.method === 'HEAD' ? undefined : text);
}

/** Answers without a body. */
export function sendEmpty(res: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  res.writeHead(status, status === 204 ? headers : { ...headers, 'Content-Length': '0' });
  res.end();
}

/** The spec's error body; an answer that has begun can only be cut off, so that the client does not take it for whole. */
export function sendError(req: IncomingMessage, res: ServerResponse, error: RegistryError): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const { code, message, detail, status, headers } = error;
  const body: ErrorBody = { errors: [{ code, message, detail }] };
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  const unread = !req.complete;
  if (unread) res.setHeader('Connection', 'close');
  sendJson(res, status, body);
  if (unread) drain(req);
}

function drain(req: IncomingMessage): void {
  let left = drainBytes;
  const timer = setTimeout(() => req.destroy(), drainMs);
  timer.unref();
  req.on('data', (chunk: Uint8Array) => {
    left -= chunk.byteLength;
    if (left < 0) req.destroy();
  });
  req.on('close', () => clearTimeout(timer));
  req.resume();
}

export function internalError(requestId: string): RegistryError {
  return new RegistryError(
    'UNSUPPORTED',
    `the registry failed to answer (request ${requestId}): try again; the operator finds the cause in the log under that id`,
    { reason: 'internal', requestId },
    { status: 500 },
  );
}
