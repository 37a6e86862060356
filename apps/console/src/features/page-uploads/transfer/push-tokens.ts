import { call } from '../../../lib/api-client.ts';

/** Renewed this long before its end, for clocks that differ and requests that take their time. */
const spareMs = 30_000;

/** Registry tokens for one organization, each asked for once and renewed before it ends. */
export class PushTokens {
  readonly #organization: string;
  readonly #signal: AbortSignal;
  readonly #tokens = new Map<string, Promise<{ token: string; until: number }>>();

  constructor(organization: string, signal: AbortSignal) {
    this.#organization = organization;
    this.#signal = signal;
  }

  /**
   * @param repository pushed to
   * @param from full name of a repository to mount from
   * @throws ApiProblem
   */
  async get(repository: string, from?: string): Promise<string> {
    const key = `${repository} ${from ?? ''}`;
    const known = this.#tokens.get(key);
    if (known) {
      const { token, until } = await known;
      if (until > Date.now()) return token;
    }
    // Whoever asks first asks for all; a failure is not kept.
    const other = this.#tokens.get(key);
    const asked = other && other !== known ? other : this.#ask(repository, from);
    this.#tokens.set(key, asked);
    asked.catch(() => this.#tokens.delete(key));
    return (await asked).token;
  }

  /** The registry no longer takes them: rights changed, or its keys. */
  forget(): void {
    this.#tokens.clear();
  }

  async #ask(repository: string, from: string | undefined) {
    const { token, expiresAt } = await call('createPushToken', {
      params: { organization: this.#organization },
      body: { repositories: [repository], ...(from && { pullFrom: [from] }) },
      signal: this.#signal,
    });
    // Long-lived or not: by this browser's clock it is new now.
    const lifetime = Math.max(0, Date.parse(expiresAt) - Date.now() - spareMs);
    return { token, until: Date.now() + Math.min(lifetime, 240_000) };
  }
}
