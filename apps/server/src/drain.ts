import type { Server } from 'node:http';
import type { Socket } from 'node:net';

const sweepMs = 50;
// A client that has just come sends its request within a round trip.
const silentMs = 1000;

/**
 * Follows a server's connections from its start, so that it can be ended gently: no new connections, idle ones closed,
 * requests under way get `graceMs` to finish.
 * @returns ends it; resolves when all is over.
 */
export function drainable(server: Server): (graceMs: number) => Promise<void> {
  const open = new Set<Socket>();
  function forget(this: Socket): void {
    open.delete(this);
  }
  const follow = (socket: Socket) => {
    open.add(socket);
    socket.once('close', forget);
  };
  server.on('connection', follow);
  // Of TLS both are followed: below it a handshake counts as bytes, above it only a request does.
  server.on('secureConnection', follow);
  return (graceMs) => drain(server, open, graceMs);
}

function drain(server: Server, open: ReadonlySet<Socket>, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => server.closeAllConnections(), graceMs);
    // Without these a kept-alive connection whose request ends now would hold the server up until its idle timeout.
    server.prependListener('request', (_request, response) => {
      response.setHeader('Connection', 'close');
    });
    const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
    // Browsers and load balancers open connections ahead: Node does not call those idle that never carried a request.
    const silence = setInterval(() => {
      for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
    }, silentMs);
    server.close(() => {
      clearTimeout(deadline);
      clearInterval(sweep);
      clearInterval(silence);
      resolve();
    });
  });
}
