import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { answerClientError, answerHostless, answerSilence } from './client-error.ts';
import { oneAtATime } from './pipelining.ts';
import { tellPlainHttp } from './tls/plain-http.ts';
import type { Tls } from './tls/tls.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface Handlers {
  registry: Handler;
  token: Handler;
  app: RequestListener;
}

/** In milliseconds. */
interface Patience {
  headers: number;
  /** How often connections are looked at whose headers are on their way. */
  look: number;
  /** With a connection on which nothing passes. */
  silence: number;
}

// A client gets 20 s for its headers, but hours for a layer: bytes must only keep coming.
const usualPatience: Patience = { headers: 20_000, look: 5000, silence: 120_000 };

const limits = {
  maxHeaderSize: 16 * 1024,
  requestTimeout: 0,
  // Above the 60 s after which usual load balancers drop an idle connection, so that it is they who close it.
  keepAliveTimeout: 65_000,
  // Node would answer without a body; `answerHostless` says what is wrong.
  requireHostHeader: false,
};

const archivePath = /^\/api\/organizations\/[^/]+\/archives$/;

/**
 * One port for everything: the registry and the token endpoint are plain handlers (Express costs them two thirds of
 * their speed), the rest is the console's.
 * @param tls without it the port speaks plain http.
 */
export function createListener({ registry, token, app }: Handlers, tls?: Tls, patience = usualPatience): Server {
  const listen: Handler = oneAtATime((request, response) => {
    if (request.headers.host === undefined && request.httpVersion === '1.1') {
      answerHostless(response);
      return;
    }
    const path = pathOf(request);
    if (path === '/v2' || path.startsWith('/v2/')) registry(request, response);
    else if (path === '/token') token(request, response);
    else app(request, response);
  });
  const options = { ...limits, headersTimeout: patience.headers, connectionsCheckingInterval: patience.look };
  const server = tls ? createSecure(tls, options, listen) : createServer(options, listen);
  // RFC 9110, 10.1.1: a large archive waits for the word of who looks at its credentials first; the rest may come at once.
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (!archivePath.test(pathOf(request))) response.writeContinue();
    listen(request, response);
  });
  server.timeout = patience.silence;
  server.on('timeout', answerSilence);
  // Each costs some 20 KiB even when it says nothing.
  server.maxConnections = 10_000;
  server.on('clientError', answerClientError);
  return server;
}

function createSecure(tls: Tls, options: ServerOptions, listen: Handler): Server {
  const server = createSecureServer({ ...options, ...tls.options(), handshakeTimeout: 20_000 }, listen);
  tls.follow(server);
  tellPlainHttp(server);
  return server;
}

function pathOf(request: IncomingMessage): string {
  let url = request.url ?? '/';
  // RFC 9112, 3.2.2: a server takes the absolute form, too.
  if (!url.startsWith('/')) {
    url = url.replace(/^https?:\/\/[^/?#]*/i, '') || '/';
    request.url = url;
  }
  const mark = url.indexOf('?');
  return mark < 0 ? url : url.slice(0, mark);
}
