import type { Server } from 'node:http';

/**
 * Ends a server gently: no new connections, idle ones closed, requests under way get `graceMs` to finish.
 * Resolves when all is over.
 */
export function drain(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => server.closeAllConnections(), graceMs);
    // Without these a kept-alive connection whose request ends now would hold the server up until its idle timeout.
    server.prependListener('request', (_request, response) => {
      response.setHeader('Connection', 'close');
    });
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    server.close(() => {
      clearTimeout(deadline);
      clearInterval(sweep);
      resolve();
    });
  });
}
