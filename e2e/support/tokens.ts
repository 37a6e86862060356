import { type Answer, header, json, send } from './http.ts';

export interface Challenge {
  scheme: string;
  realm: string;
  service: string;
  scope: string | undefined;
  error: string | undefined;
}

export interface Credentials {
  user: string;
  password: string;
}

export function basic({ user, password }: Credentials): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** Reads a `WWW-Authenticate: Bearer realm="...",service="...",...`. */
export function parseChallenge(answer: Answer): Challenge {
  const text = header(answer, 'www-authenticate');
  const values = new Map([...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value] as const));
  const realm = values.get('realm');
  const service = values.get('service');
  if (!realm || !service) throw new Error(`a challenge without realm or service: ${text}`);
  return { scheme: text.split(' ')[0] ?? '', realm, service, scope: values.get('scope'), error: values.get('error') };
}

/** Asks the token endpoint as docker does, by GET. */
export function requestToken(url: string, scopes: string[], credentials?: Credentials): Promise<Answer> {
  const query = new URLSearchParams({ service: new URL(url).host });
  for (const scope of scopes) query.append('scope', scope);
  return send(`${url}/token?${query}`, credentials ? { headers: { authorization: basic(credentials) } } : {});
}

/** The Authorization header of a bearer token with these scopes; without credentials, an anonymous token. */
export async function bearer(url: string, scopes: string[], credentials?: Credentials): Promise<string> {
  const answer = await requestToken(url, scopes, credentials);
  if (answer.status !== 200) throw new Error(`no token: ${answer.status} ${answer.body}`);
  return `Bearer ${json<{ token: string }>(answer).token}`;
}

/** What a token says that its bearer may do: the `access` claim. */
export function accessOf(authorization: string): { type: string; name: string; actions: string[] }[] {
  const payload = authorization.split('.')[1] ?? '';
  return JSON.parse(Buffer.from(payload, 'base64url').toString()).access ?? [];
}
