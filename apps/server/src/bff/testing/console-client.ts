import {
  type Body,
  type Operation,
  type Params,
  type Problem,
  pathOf,
  type Query,
  type Result,
  routeOf,
} from '@wharf/api';

export interface Answer<T> {
  status: number;
  headers: Headers;
  /** What the contract says, when the status is the contract's. */
  body: T;
  problem: Problem;
}

interface CallInput<O extends Operation> {
  params?: Params<O>;
  query?: Query<O>;
  body?: Body<O>;
  headers?: Record<string, string>;
}

/** A browser's part: keeps the cookie and sends the CSRF token. */
export class ConsoleClient {
  readonly url: string;
  cookie: string | undefined;
  csrfToken: string | undefined;

  constructor(url: string, session: { cookie?: string; csrfToken?: string } = {}) {
    this.url = url;
    this.cookie = session.cookie;
    this.csrfToken = session.csrfToken;
  }

  async call<O extends Operation>(operation: O, input: CallInput<O> = {}): Promise<Answer<Result<O>>> {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(input.query ?? {})) {
      if (value !== undefined) for (const one of [value].flat()) query.append(name, String(one));
    }
    const path = pathOf(operation, (input.params ?? {}) as Record<string, string>);
    const { status, headers, text } = await this.send(routeOf(operation).method, `/api${path}?${query}`, input);
    const json = text === '' ? undefined : JSON.parse(text);
    if ((operation === 'signIn' || operation === 'completeSignIn') && status === 200) this.csrfToken = json.csrfToken;
    return { status, headers, body: json, problem: json };
  }

  async send(
    method: string,
    path: string,
    { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<{ status: number; headers: Headers; text: string }> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(this.cookie && { cookie: this.cookie }),
        ...(this.csrfToken && method !== 'GET' && { 'x-csrf-token': this.csrfToken }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      this.cookie = pair.endsWith('=') ? undefined : pair;
    }
    return { status: response.status, headers: response.headers, text: await response.text() };
  }
}
