import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorBody } from '@wharf/oci';

interface Refusal {
  status: number;
  message: string;
}

const refusals: Record<string, Refusal> = {
  HPE_HEADER_OVERFLOW: { status: 431, message: 'the request headers are longer than 16 KiB' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, message: 'the chunk extensions of the request are too long' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, message: 'the request headers came too slowly' },
};
const malformed: Refusal = { status: 400, message: 'the request is not HTTP/1.1 as RFC 9112 has it' };

/** Answers what Node's parser could not make a request of; there is no response object for it. */
export function answerClientError(error: Error & { code?: string }, socket: Duplex): void {
  // A response that has begun cannot be followed by another one: the client would take it for a part of it.
  if (!socket.writable || error.code === 'ECONNRESET' || hasBegunResponse(socket)) {
    socket.destroy();
    return;
  }
  const { status, message } = refusals[error.code ?? ''] ?? malformed;
  const text = bodyOf(message);
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(text)}`,
      'Docker-Distribution-Api-Version: registry/2.0',
      'Connection: close',
      '',
      text,
    ].join('\r\n'),
    () => socket.destroy(),
  );
}

/** RFC 9112, 3.2: a request of HTTP/1.1 without a Host header gets a 400. */
export function answerHostless(response: ServerResponse): void {
  const text = bodyOf('the request has no Host header');
  response.writeHead(400, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    Connection: 'close',
  });
  response.end(text);
}

function bodyOf(message: string): string {
  const body: ErrorBody = { errors: [{ code: 'UNSUPPORTED', message, detail: { reason: 'request-malformed' } }] };
  return JSON.stringify(body);
}

/** Node keeps the response under way on the socket, and its own `clientError` handling asks the same question. */
function hasBegunResponse(socket: Duplex): boolean {
  const response = (socket as Duplex & { _httpMessage?: { headersSent: boolean } | null })._httpMessage;
  return response?.headersSent === true;
}
