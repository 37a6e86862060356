import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ErrorBody } from '@wharf/oci';
import { answerClientError } from '../client-error.ts';

const hostPattern = /^([A-Za-z0-9_](?:[A-Za-z0-9._-]{0,253})|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/;

/**
 * What listens for plain http beside a server of https: browsers are sent on, registry clients told where to go. These are
 * not redirected: what they would send again after it, a password among it, has crossed the network in the clear.
 * @param settings.publicUrl where everybody is sent, when it is https.
 * @param settings.securePort of the server itself; 443 need not be said.
 */
export function createRedirectListener(settings: { publicUrl: string | undefined; securePort(): number }): Server {
  const server = createServer({ requestTimeout: 20_000, headersTimeout: 20_000 }, (request, response) => {
    const target = targetOf(request, settings);
    response.setHeader('Connection', 'close');
    const { url = '/', method } = request;
    // `v1`: clients that are refused ask whether this is a registry of that time, and a page would be a yes to them.
    const forRegistry = /^\/(?:v1|v2|token)(?:[/?]|$)/.test(url);
    if (forRegistry || !url.startsWith('/') || (method !== 'GET' && method !== 'HEAD') || target === undefined) {
      refuse(response, target);
      return;
    }
    response.writeHead(308, { Location: `${target}${url}`, 'Content-Length': 0 });
    response.end();
  });
  server.maxConnections = 1000;
  server.timeout = 30_000;
  server.on('clientError', answerClientError);
  return server;
}

function targetOf(
  { headers }: IncomingMessage,
  { publicUrl, securePort }: { publicUrl: string | undefined; securePort(): number },
): string | undefined {
  if (publicUrl?.startsWith('https:')) return publicUrl;
  const name = hostPattern.exec(headers.host ?? '')?.[1];
  const port = securePort();
  return name === undefined ? undefined : `https://${name}${port === 443 ? '' : `:${port}`}`;
}

function refuse(response: ServerResponse, target: string | undefined): void {
  const registry = target?.slice('https://'.length);
  const where = registry === undefined ? 'the https port of this server' : registry;
  const message = `this port speaks plain http and only sends browsers on: use ${where}, which speaks https, as the registry`;
  const detail = { reason: 'http-port', remedy: `use ${where}`, ...(registry !== undefined && { registry }) };
  const body: ErrorBody = { errors: [{ code: 'UNSUPPORTED', message, detail }] };
  const text = JSON.stringify(body);
  response.writeHead(400, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    'Docker-Distribution-Api-Version': 'registry/2.0',
  });
  response.end(response.req.method === 'HEAD' ? undefined : text);
}
