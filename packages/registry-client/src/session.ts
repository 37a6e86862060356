import { Authentication, type Credentials } from './authentication.ts';
import { Reply } from './reply.ts';
import { type Body, type Connections, send } from './transport.ts';

export interface SessionOptions extends Connections {
  /** Scheme, host and port of the registry. */
  url: string | URL;
  /** Without them, what needs no login. */
  credentials?: Credentials | undefined;
  userAgent?: string;
}

export interface SessionRequest {
  method: string;
  /** Below the registry's address, or a whole address (as `Location` and `Link` give). */
  path: string | URL;
  /** What a token must allow: `repository:org/app:pull,push`. Several parted by spaces; '' for `/v2/` itself. */
  scope: string;
  headers?: Record<string, string>;
  body?: Body | undefined;
  bodyBytes?: number | undefined;
  signal?: AbortSignal | undefined;
}

const redirectLimit = 5;
const redirects = [301, 302, 303, 307, 308];

/** Requests to one registry: adds what authentication it asks for and follows redirects of reads. */
export class Session {
  readonly url: URL;
  readonly #authentication: Authentication;
  readonly #connections: Connections;
  readonly #userAgent: string;

  constructor({ url, credentials, userAgent = 'wharf-registry-client', ...connections }: SessionOptions) {
    this.url = new URL(url);
    this.#connections = connections;
    this.#authentication = new Authentication(credentials, connections);
    this.#userAgent = userAgent;
  }

  /**
   * Sends a request and gives whatever the answer is.
   * @throws RegistryUnreachable; RegistryClientError when no token is to be had
   */
  async request(wanted: SessionRequest): Promise<Reply> {
    const url = new URL(wanted.path, this.url);
    let reply = await this.#send(url, wanted, this.#authentication.known(wanted.scope));
    if (reply.status === 401 && url.origin === this.url.origin) {
      const authorization = await this.#authentication.answer(reply, wanted.scope, wanted.signal);
      if (authorization !== undefined) {
        await reply.discard();
        reply = await this.#send(url, wanted, authorization);
      }
    }
    return this.#follow(reply, wanted);
  }

  /**
   * As `request`, for one of the answers that `expected` names.
   * @throws RegistryClientError for any other
   */
  async expect(expected: number[], wanted: SessionRequest): Promise<Reply> {
    const reply = await this.request(wanted);
    if (expected.includes(reply.status)) return reply;
    throw await reply.toError(wanted.method);
  }

  async #send(url: URL, wanted: SessionRequest, authorization: string | undefined): Promise<Reply> {
    const headers: Record<string, string> = { 'User-Agent': this.#userAgent, ...wanted.headers };
    // Another host (a bucket's signed address) gets no credentials of ours.
    if (authorization !== undefined && url.origin === this.url.origin) headers.Authorization = authorization;
    return new Reply(url, await send({ ...wanted, url, headers }, this.#connections));
  }

  async #follow(first: Reply, wanted: SessionRequest): Promise<Reply> {
    let reply = first;
    if (wanted.method !== 'GET' && wanted.method !== 'HEAD') return reply;
    for (let count = 0; count < redirectLimit && redirects.includes(reply.status); count += 1) {
      const location = reply.header('location') ?? '';
      if (!URL.canParse(location, reply.url.href)) return reply;
      const url = new URL(location, reply.url);
      await reply.discard();
      reply = await this.#send(url, wanted, this.#authentication.known(wanted.scope));
    }
    return reply;
  }
}
