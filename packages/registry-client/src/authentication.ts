import { type Challenge, parseChallenges } from './challenge.ts';
import { RegistryUnreachable } from './error.ts';
import { Reply } from './reply.ts';
import { type Connections, send } from './transport.ts';

export interface Credentials {
  user: string;
  password: string;
}

interface CachedToken {
  token: string;
  /** Milliseconds since 1970. */
  until: number;
}

/** A token is not used in its last seconds: it could end on the way. */
const marginMs = 5_000;
/** What a token lives when its issuer does not say (distribution's token specification). */
const defaultLifeSeconds = 60;

/**
 * Answers challenges of one registry (distribution's token specification; Basic as well) and keeps the tokens it got,
 * one for each scope. Credentials go to the token service that the registry names, never elsewhere.
 */
export class Authentication {
  readonly #credentials: Credentials | undefined;
  readonly #connections: Connections;
  readonly #tokens = new Map<string, CachedToken>();
  #basic = false;

  constructor(credentials: Credentials | undefined, connections: Connections) {
    this.#credentials = credentials;
    this.#connections = connections;
  }

  /** The `Authorization` that a request for `scope` can begin with. */
  known(scope: string): string | undefined {
    if (this.#basic && this.#credentials) return basic(this.#credentials);
    const cached = this.#tokens.get(scope);
    return cached && cached.until > Date.now() ? `Bearer ${cached.token}` : undefined;
  }

  /**
   * The `Authorization` that answers the challenge of `reply`, or undefined when there is no way to.
   * @throws RegistryClientError when the token service refuses, RegistryUnreachable when it is no token service
   */
  async answer(reply: Reply, scope: string, signal: AbortSignal | undefined): Promise<string | undefined> {
    const challenges = parseChallenges(reply.header('www-authenticate') ?? '');
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    if (bearer) return this.#fetchToken(bearer, scope, signal);
    if (!this.#credentials || !challenges.some(({ scheme }) => scheme === 'basic')) return undefined;
    this.#basic = true;
    return basic(this.#credentials);
  }

  async #fetchToken({ parameters }: Challenge, scope: string, signal: AbortSignal | undefined): Promise<string> {
    const { realm = '', service, scope: asked } = parameters;
    if (!URL.canParse(realm))
      throw new RegistryUnreachable(`the challenge names no token service: ${JSON.stringify(realm)}`);
    const url = new URL(realm);
    if (service !== undefined) url.searchParams.set('service', service);
    for (const one of new Set([...scope.split(' '), ...(asked ?? '').split(' ')])) {
      if (one !== '') url.searchParams.append('scope', one);
    }
    const headers: Record<string, string> = this.#credentials ? { Authorization: basic(this.#credentials) } : {};
    const reply = new Reply(url, await send({ method: 'GET', url, headers, signal }, this.#connections));
    if (reply.status !== 200) throw await reply.toError('GET');
    const answer = (await reply.json()) as { token?: unknown; access_token?: unknown; expires_in?: unknown };
    const token = answer.token ?? answer.access_token;
    if (typeof token !== 'string') throw new RegistryUnreachable(`${url.origin}${url.pathname} gave no token`);
    const seconds = typeof answer.expires_in === 'number' ? answer.expires_in : defaultLifeSeconds;
    this.#tokens.set(scope, { token, until: Date.now() + seconds * 1000 - marginMs });
    return `Bearer ${token}`;
  }
}

function basic({ user, password }: Credentials): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
