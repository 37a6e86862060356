import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** For tests of the server and of the whole: a person at the provider: claims besides `sub`. */
export type Person = Record<string, unknown>;

/** A real OpenID Connect provider on a free port; whoever has a login among `people` signs in without a password. */
export interface TestProvider {
  issuer: string;
  people: Map<string, Person>;
  /** Lets it send browsers back to this server. */
  register(origin: string): void;
  stop(): Promise<void>;
}

export const clientId = 'wharf';
export const clientSecret = 'a secret of the client at the provider';

export async function startOidcProvider(): Promise<TestProvider> {
  const people = new Map<string, Person>();
  const redirects: string[] = [];
  const afterwards: string[] = [];
  let handle: ReturnType<Provider['callback']> | undefined;
  const server = createServer((request, response) => void handle?.(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: ['http://127.0.0.1/none'],
        post_logout_redirect_uris: [],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], profile: ['preferred_username', 'groups', 'tenant'] },
    features: { devInteractions: { enabled: true } },
    cookies: { keys: ['a key for tests'] },
    ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    pkce: { required: () => true },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...people.get(id) }),
    }),
  });
  // What listens on a free port is known only now.
  provider.Client.prototype.redirectUriAllowed = (uri: string) => redirects.includes(uri);
  provider.Client.prototype.postLogoutRedirectUriAllowed = (uri: string) => afterwards.includes(uri);
  handle = provider.callback();
  return {
    issuer,
    people,
    register(origin) {
      redirects.push(`${origin}/api/oidc/callback`);
      afterwards.push(`${origin}/sign-in`);
    },
    async stop() {
      const closed = once(server, 'close');
      server.closeAllConnections();
      server.close();
      await closed;
    },
  };
}
