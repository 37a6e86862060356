import type { ServerResponse } from 'node:http';
import type { Listener } from './feed.ts';

// A client that does not read gets no more: it comes back when it can, and asks anew.
const unreadLimit = 256 * 1024;

/** A listener whose notices go into an answer, as the data of server-sent events. */
export function listenerOn(
  response: ServerResponse,
  whose: Pick<Listener, 'sessionId' | 'userId'>,
  isAdmitted: () => boolean = () => true,
): Listener {
  const write = (text: string) => {
    // A write after the end is an error that nobody could answer.
    if (response.writableEnded || response.destroyed) return;
    response.write(text);
    if (response.writableLength > unreadLimit) response.destroy();
  };
  return {
    ...whose,
    isAdmitted,
    tell: (notices) => write(notices.map((notice) => `data: ${JSON.stringify(notice)}\n\n`).join('')),
    beat: () => write(': beat\n\n'),
    end: () => {
      if (!response.writableEnded) response.end();
    },
  };
}
