import { type ClientRequest, type Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { type Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { RegistryUnreachable } from './error.ts';

/** Bytes at hand, or a function that gives them as often as they must be sent. */
export type Body = Uint8Array | (() => AsyncIterable<Uint8Array>);

export interface Outgoing {
  method: string;
  url: URL;
  headers?: Record<string, string>;
  body?: Body | undefined;
  /** Of a body that is a function, when known; without it the body is sent in HTTP chunks. */
  bodyBytes?: number | undefined;
  signal?: AbortSignal | undefined;
}

export interface Connections {
  http?: HttpAgent | undefined;
  https?: HttpsAgent | undefined;
  /** How long a connection may be silent, in milliseconds. */
  idleMs?: number | undefined;
}

const defaultIdleMs = 60_000;

/**
 * Sends one request; the answer's body is yet to be read.
 * @throws RegistryUnreachable
 */
export function send(
  outgoing: Outgoing,
  { http, https, idleMs = defaultIdleMs }: Connections,
): Promise<IncomingMessage> {
  const { method, url, headers, body, bodyBytes, signal } = outgoing;
  const secure = url.protocol === 'https:';
  const length = body instanceof Uint8Array ? body.byteLength : bodyBytes;
  const options = {
    method,
    timeout: idleMs,
    ...(signal ? { signal } : {}),
    headers: {
      ...headers,
      // Without it an empty POST or PUT would be sent in chunks, which some registries do not take.
      ...(length !== undefined || (!body && method !== 'GET' && method !== 'HEAD')
        ? { 'Content-Length': String(length ?? 0) }
        : {}),
    },
  };
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) =>
      reject(new RegistryUnreachable(`${method} ${url.origin}${url.pathname}: ${cause}`, { cause }));
    const request = secure
      ? httpsRequest(url, { ...options, agent: https })
      : httpRequest(url, { ...options, agent: http });
    let answered = false;
    request.on('response', (response) => {
      answered = true;
      // An answer that came before the body was through is final: the rest of the body is of no use to anybody.
      response.on('end', () => request.writableFinished || request.destroy());
      resolve(response);
    });
    request.on('timeout', () => request.destroy(new Error(`silent for ${idleMs} ms`)));
    request.on('error', fail);
    if (typeof body !== 'function') {
      request.end(body);
      return;
    }
    sendBody(body(), request, () => answered).catch((error) => {
      request.destroy();
      fail(error);
    });
  });
}

async function sendBody(
  body: AsyncIterable<Uint8Array>,
  request: ClientRequest,
  isAnswered: () => boolean,
): Promise<void> {
  let wake = () => {};
  request.on('response', () => wake());
  request.on('close', () => wake());
  for await (const chunk of body) {
    if (isAnswered() || request.destroyed) return;
    // Its callback tells that the bytes left, so that their buffer may be used again.
    await new Promise<void>((resolve) => {
      wake = resolve;
      request.write(chunk, () => resolve());
    });
  }
  if (!request.destroyed) request.end();
}
