import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorBody } from '@wharf/oci';
import type { Reason } from '@wharf/policies/refusals';

interface Refusal {
  status: number;
  message: string;
  reason?: Extract<Reason, 'too-slow'>;
}

const refusals: Record<string, Refusal> = {
  HPE_HEADER_OVERFLOW: { status: 431, message: 'the request headers are longer than 16 KiB' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, message: 'the chunk extensions of the request are too long' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, message: 'the request headers came too slowly', reason: 'too-slow' },
};
const malformed: Refusal = { status: 400, message: 'the request is not HTTP/1.1 as RFC 9112 has it' };

/** Answers what Node's parser could not make a request of; there is no response object for it. */
export function answerClientError(error: Error & { code?: string }, socket: Duplex): void {
  // A response that has begun cannot be followed by another one: the client would take it for a part of it.
  if (!socket.writable || error.code === 'ECONNRESET' || hasBegunResponse(socket)) {
    socket.destroy();
    return;
  }
  const { status, message, reason } = refusals[error.code ?? ''] ?? malformed;
  const text = JSON.stringify(bodyOf(message, reason));
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

/** Ends a connection on which nothing has passed for its timeout, and tells the client why if it may yet be told. */
export function answerSilence(socket: Duplex): void {
  const response = responseOn(socket);
  if (!response || response.headersSent || response.req.complete) {
    socket.destroy();
    return;
  }
  // Who reads this body was told as well, and answers when what came is safe (`bodyChunks`).
  if (response.req.listenerCount('timeout') > 0) return;
  answerAndClose(response, 408, bodyOf('no more of the request body came for too long', 'too-slow'));
}

/** RFC 9112, 3.2: a request of HTTP/1.1 without a Host header gets a 400. */
export function answerHostless(response: ServerResponse): void {
  answerAndClose(response, 400, bodyOf('the request has no Host header'));
}

function answerAndClose(response: ServerResponse, status: number, body: ErrorBody): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    Connection: 'close',
  });
  response.end(text);
}

function bodyOf(message: string, reason: Reason = 'request-malformed'): ErrorBody {
  return { errors: [{ code: 'UNSUPPORTED', message, detail: { reason } }] };
}

function hasBegunResponse(socket: Duplex): boolean {
  return responseOn(socket)?.headersSent === true;
}

/** Node keeps the response under way on the socket, and its own `clientError` handling asks for the same. */
function responseOn(socket: Duplex): ServerResponse | undefined {
  return (socket as Duplex & { _httpMessage?: ServerResponse | null })._httpMessage ?? undefined;
}
