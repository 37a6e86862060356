import { changesPath } from '@wharf/api';
import type { Router } from 'express';
import { ApiError } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { signedIn } from '../../bff/signed-in.ts';
import { listenerOn } from './event-stream.ts';
import { createChangeFeed } from './feed.ts';

/** Server-sent events (HTML standard, 9.2): a `ChangeNotice` each. */
export function changeRoutes(router: Router, services: Services): void {
  const feed = createChangeFeed(services);
  router.get(changesPath, (request, response) => {
    const session = signedIn(request);
    response.setHeader('Content-Type', 'text/event-stream');
    // Some proxies hold answers back to send them in larger pieces.
    response.setHeader('X-Accel-Buffering', 'no');
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    const isAdmitted = () => services.networks.decide(request, 'console').allowed;
    const leave = feed.listen(listenerOn(response, { sessionId: session.id, userId: session.actor.id }, isAdmitted));
    if (!leave) throw new ApiError('unavailable', 'too many listen for changes already: ask from time to time instead');
    const { socket } = request;
    // Gone while its session was looked up: no event would tell it any more.
    if (socket.destroyed) {
      leave();
      return;
    }
    socket.once('close', leave);
    response.on('close', () => {
      socket.off('close', leave);
      leave();
    });
    // What cannot be written any more was for a client that is gone.
    response.on('error', leave);
    response.flushHeaders();
    response.write('retry: 2000\n\n');
  });
}
