import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseChallenges, RegistryClient } from '@wharf/registry-client';
import type { Served } from './served.ts';
import { start } from './start.ts';

const entry = fileURLToPath(new URL('../apps/server/dist/main.js', import.meta.url));
export const benchUser = 'admin';
export const benchPassword = 'bench-Password-1';
const [user, password] = [benchUser, benchPassword];

export interface WharfOptions {
  name?: string;
  processes?: number;
  /** A data folder of an earlier start, kept at the end; without it a new one, removed at the end. */
  folder?: string;
  /** Makes the organization `bench`; else it is there already. */
  createOrganization?: boolean;
  /** For `node`, as `--cpu-prof`. */
  nodeArguments?: string[];
  /** More configuration. */
  env?: Record<string, string>;
}

export interface Wharf extends Served {
  api: Api;
  /** A registry token's header for these scopes. */
  authorize(...scopes: string[]): Promise<Record<string, string>>;
}

/** The console API with a signed-in session. */
export interface Api {
  headers: Record<string, string>;
  /** `path` below `/api`. */
  call(method: string, path: string, body?: object): Promise<unknown>;
}

/** Our server as it is built, with the organization `bench` and a token for `bench/app` and `bench/many`. */
export async function startWharf(options: WharfOptions = {}): Promise<Wharf> {
  const { name = 'wharf', processes = 1, createOrganization = true, nodeArguments = [] } = options;
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'wharf-bench-')));
  const env = {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    // As `npm start` sets it.
    UV_THREADPOOL_SIZE: '16',
    WHARF_HOST: '127.0.0.1',
    WHARF_PORT: '0',
    WHARF_DATA: folder,
    WHARF_ADMIN_USER: user,
    WHARF_ADMIN_PASSWORD: password,
    WHARF_PROCESSES: String(processes),
    WHARF_TOKEN_MINUTES: '60',
    WHARF_LOG_LEVEL: 'warn',
    ...options.env,
  };
  const ready = (said: string) => /ready at (http:\/\/\S+)/.exec(said)?.[1];
  const started = await start(process.execPath, [...nodeArguments, entry], env, ready);
  const origin = new URL(started.found).origin;
  const stop = async () => {
    await started.stop();
    if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
  };
  try {
    const api = await signIn(origin);
    const authorize = (...scopes: string[]) => fetchToken(origin, scopes);
    if (createOrganization) await api.call('POST', '/organizations', { name: 'bench' });
    const headers = await authorize('repository:bench/app:pull,push', 'repository:bench/many:pull,push');
    const client = new RegistryClient({ url: origin, credentials: { user, password } });
    return { name, origin, pid: started.pid, headers, client, stop, api, authorize };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function signIn(origin: string): Promise<Api> {
  const answer = await fetch(`${origin}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: origin },
    body: JSON.stringify({ user, password }),
  });
  if (!answer.ok) throw new Error(`signing in was answered with ${answer.status}: ${await answer.text()}`);
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  const cookies = answer.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
  const headers = { Cookie: cookies.join('; '), 'X-CSRF-Token': csrfToken, Origin: origin };
  return {
    headers,
    async call(method, path, body) {
      const content = body
        ? { headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
        : { headers };
      const reply = await fetch(`${origin}/api${path}`, { method, ...content });
      const text = await reply.text();
      if (!reply.ok) throw new Error(`${method} ${path} was answered with ${reply.status}: ${text}`);
      return text === '' ? undefined : JSON.parse(text);
    },
  };
}

async function fetchToken(origin: string, scopes: string[]): Promise<Record<string, string>> {
  const challenge = (await fetch(`${origin}/v2/`)).headers.get('www-authenticate') ?? '';
  const { realm = '', service = '' } = parseChallenges(challenge)[0]?.parameters ?? {};
  const url = new URL(realm);
  url.searchParams.set('service', service);
  for (const scope of scopes) url.searchParams.append('scope', scope);
  const basic = Buffer.from(`${user}:${password}`).toString('base64');
  const answer = await fetch(url, { headers: { Authorization: `Basic ${basic}` } });
  if (!answer.ok) throw new Error(`${url} was answered with ${answer.status}: ${await answer.text()}`);
  const { token } = (await answer.json()) as { token: string };
  return { Authorization: `Bearer ${token}` };
}
