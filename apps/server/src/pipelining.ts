import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
type Held = [IncomingMessage, ServerResponse];

const heldLimit = 16;

/**
 * Handles one request of a connection at a time; those that a client sends before it has the answer are held, and too
 * many end the connection. Node would run all that one read brings, keep their answers in memory until their turn comes,
 * and never tell an answer whose turn has not come that its connection is gone.
 */
export function oneAtATime(handle: Handler): Handler {
  const busy = new WeakSet<Socket>();
  const held = new WeakMap<Socket, Held[]>();

  // One function for all answers, so that a request of a usual client costs no closure.
  function goOn(this: ServerResponse): void {
    const { socket } = this.req;
    // Not writable after an answer with `Connection: close`: what came behind it is not answered (RFC 9112, 9.6).
    const next = socket.writable ? held.get(socket)?.shift() : undefined;
    if (next) start(...next);
    else {
      busy.delete(socket);
      held.delete(socket);
    }
  }

  function start(request: IncomingMessage, response: ServerResponse): void {
    response.once('close', goOn);
    handle(request, response);
  }

  return (request, response) => {
    const { socket } = request;
    if (!busy.has(socket)) {
      busy.add(socket);
      start(request, response);
      return;
    }
    // The rest of the read that brought too many.
    if (socket.destroyed) return;
    const queue = held.get(socket) ?? [];
    held.set(socket, queue);
    if (queue.length >= heldLimit) socket.destroy();
    else queue.push([request, response]);
  };
}
