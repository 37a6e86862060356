import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ErrorBody } from '@wharf/oci';

// What Go's servers say, which Troubleshooting and people know.
const message = 'the client sent an HTTP request to an HTTPS server: this port speaks https';
const body: ErrorBody = {
  errors: [
    {
      code: 'UNSUPPORTED',
      message,
      detail: {
        reason: 'http-port',
        remedy: 'use https, and take away what tells the client that the registry is insecure',
      },
    },
  ],
};
const text = JSON.stringify(body);
const answer = [
  'HTTP/1.1 400 Bad Request',
  'Content-Type: application/json',
  `Content-Length: ${Buffer.byteLength(text)}`,
  'Docker-Distribution-Api-Version: registry/2.0',
  'Connection: close',
  '',
  text,
].join('\r\n');

/**
 * Tells who speaks plain http to a server of https what is wrong, where he would only be cut off. The TLS engine says so when it
 * meets the request: to look at the first byte before it would cost uploads a fifth (its buffer then begins too small).
 * The engine has eaten the request, so the answer is the same for all, and nobody is sent on.
 */
export function tellPlainHttp(server: Server): void {
  const open = new Map<string, Socket>();
  server.prependListener('connection', (socket: Socket) => {
    const key = keyOf(socket);
    open.set(key, socket);
    socket.once('close', () => open.delete(key));
  });
  server.prependListener('tlsClientError', (error: Error & { code?: string }, secured: TLSSocket) => {
    if (error.code !== 'ERR_SSL_HTTP_REQUEST') return;
    // Below the engine, which destroys both after this.
    const socket = open.get(keyOf(secured));
    if (socket?.writable) socket.write(answer);
  });
}

function keyOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
