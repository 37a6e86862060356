import { type Answer, json, send } from './http.ts';
import { adminName, adminPassword } from './server.ts';
import type { Credentials } from './tokens.ts';

export type Level = 'read' | 'edit' | 'manage';

/** A signed-in session of the console's API, as a browser holds it: cookie, Origin and CSRF token. */
export interface ConsoleApi {
  request(method: string, path: string, body?: unknown): Promise<Answer>;
  createOrganization(name: string): Promise<void>;
  /** Another account, with its administrator. */
  createAccount(name: string, administrator: Credentials): Promise<void>;
  /** Gives the user's id. */
  createUser(name: string, password: string, role?: string): Promise<string>;
  /** Gives the grant's id. */
  grant(organization: string, userId: string, level: Level): Promise<string>;
  setVisibility(organization: string, path: string, visibility: 'public' | 'private'): Promise<void>;
  /** A temporary login, as the "Login command" button makes one. */
  createLogin(): Promise<Credentials & { id: string; registryHost: string }>;
  removeLogin(id: string): Promise<void>;
}

export async function signIn(
  url: string,
  credentials: Credentials = { user: adminName, password: adminPassword },
): Promise<ConsoleApi> {
  const entered = await send(`${url}/api/session`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify(credentials),
  });
  if (entered.status !== 200) throw new Error(`cannot sign in: ${entered.status} ${entered.body}`);
  const { csrfToken } = json<{ csrfToken: string }>(entered);
  const cookie = (entered.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');

  function request(method: string, path: string, body?: unknown): Promise<Answer> {
    return send(`${url}/api${path}`, {
      method,
      headers: {
        cookie,
        origin: url,
        'x-csrf-token': csrfToken,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
  async function done<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await request(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} /api${path}: ${answer.status} ${answer.body}`);
    return (answer.body.length > 0 ? json(answer) : undefined) as T;
  }

  return {
    request,
    createOrganization: (name) => done('POST', '/organizations', { name }),
    createAccount: (name, { user, password }) =>
      done('POST', '/accounts', { name, administrator: { name: user, password } }),
    createUser: async (name, password, role = 'member') =>
      (await done<{ id: string }>('POST', '/users', { name, password, role })).id,
    grant: async (organization, userId, level) => {
      const body = { holder: { kind: 'user', id: userId }, level };
      return (await done<{ id: string }>('PUT', `/organizations/${organization}/grants`, body)).id;
    },
    setVisibility: (organization, path, visibility) =>
      done('PATCH', `/organizations/${organization}/repositories/${encodeURIComponent(path)}`, { visibility }),
    createLogin: async () => {
      const made = await done<{ id: string; login: string; password: string; registryHost: string }>(
        'POST',
        '/login-commands',
      );
      return { id: made.id, user: made.login, password: made.password, registryHost: made.registryHost };
    },
    removeLogin: (id) => done('DELETE', `/login-commands/${id}`),
  };
}
