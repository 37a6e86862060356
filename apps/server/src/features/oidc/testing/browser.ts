/** What a browser keeps and follows: cookies by server, redirects, and the provider's forms. */
export class Browser {
  readonly cookies = new Map<string, Map<string, string>>();
  readonly visited: string[] = [];
  readonly #issuer: string;

  /** @param issuer of the provider whose forms it fills in */
  constructor(issuer: string) {
    this.#issuer = issuer;
  }

  async get(
    address: string,
    form?: URLSearchParams,
  ): Promise<{ status: number; url: URL; text: string; location: string | null }> {
    const url = new URL(address);
    const jar = this.cookies.get(url.host) ?? new Map<string, string>();
    this.cookies.set(url.host, jar);
    this.visited.push(url.href);
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...jar].map((pair) => pair.join('=')).join('; ') },
      ...(form && { method: 'POST', body: form }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const equals = pair.indexOf('=');
      const [name, value] = [pair.slice(0, equals), pair.slice(equals + 1)];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    const location = response.headers.get('location');
    return {
      status: response.status,
      url,
      text: await response.text(),
      location: location && new URL(location, url).href,
    };
  }

  /** Follows redirects, and signs in as `login` where the provider asks, until `done` or a page that is not the provider's. */
  async follow(address: string, login: string, done: (url: string) => boolean = () => false): Promise<string> {
    let next: string | null = address;
    for (let steps = 0; next && steps < 20; steps += 1) {
      if (done(next)) return next;
      const answer: Awaited<ReturnType<Browser['get']>> = await this.get(next);
      if (!answer.location && answer.url.origin === this.#issuer && /<form/.test(answer.text)) {
        const action = /action="([^"]+)"/.exec(answer.text)?.[1] ?? '';
        const prompt = /name="prompt" value="([^"]+)"/.exec(answer.text)?.[1] ?? '';
        next = (
          await this.get(new URL(action, answer.url).href, new URLSearchParams({ prompt, login, password: 'any' }))
        ).location;
      } else if (answer.location) next = answer.location;
      else return answer.url.href;
    }
    throw new Error(`the sign-in did not end: ${this.visited.at(-1)}`);
  }
}
