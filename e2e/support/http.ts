import { type IncomingHttpHeaders, request } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { Readable } from 'node:stream';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface Sending {
  method?: string;
  headers?: Record<string, string | string[]>;
  /** A stream goes out chunked, unless `headers` names a Content-Length. */
  body?: Uint8Array | string | Readable;
}

/**
 * One request on a connection of its own, free of the rules that `fetch` puts on headers. The path goes out as written:
 * nothing normalises `..` or `%2f`.
 */
export function send(url: string, { method = 'GET', headers = {}, body }: Sending = {}): Promise<Answer> {
  const { hostname, port, origin, protocol } = new URL(url);
  const path = url.slice(origin.length) || '/';
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const length = bytes instanceof Uint8Array ? { 'Content-Length': String(bytes.length) } : {};
  return new Promise((resolve, reject) => {
    const outgoing = (protocol === 'https:' ? secureRequest : request)(
      // Whether its certificate holds is what real clients are asked.
      { hostname, port, path, method, agent: false, rejectUnauthorized: false, headers: { ...length, ...headers } },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) }),
        );
      },
    );
    outgoing.on('error', reject);
    if (bytes === undefined || bytes instanceof Uint8Array) outgoing.end(bytes);
    else bytes.on('error', (error) => outgoing.destroy(error)).pipe(outgoing);
  });
}

export function json<T = Record<string, unknown>>(answer: Answer): T {
  try {
    return JSON.parse(answer.body.toString()) as T;
  } catch {
    throw new Error(`expected JSON with status ${answer.status}, got ${answer.body.toString().slice(0, 500)}`);
  }
}

/** A header that must be there, once. */
export function header(answer: Answer, name: string): string {
  const value = answer.headers[name.toLowerCase()];
  if (typeof value !== 'string') {
    throw new Error(`the answer ${answer.status} has no header ${name}: ${JSON.stringify(answer.headers)}`);
  }
  return value;
}
