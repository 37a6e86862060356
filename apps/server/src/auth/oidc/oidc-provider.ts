import type { Configuration } from 'openid-client';
import type { Config } from '../../config.ts';
import type { Vouched } from '../identities/admit-identity.ts';
import { claimOf, namesIn } from '../identities/claims.ts';

/** What a browser carries through a sign-in at the provider; none of it is of use without the provider's answer. */
export interface OidcFlow {
  state: string;
  nonce: string;
  /** PKCE (RFC 7636): whoever intercepts the code cannot redeem it. */
  verifier: string;
}

/** The OpenID Connect provider by which users sign in. */
export interface OidcProvider {
  /** Begins a sign-in. @throws Error when the provider cannot be reached */
  begin(redirectUri: string): Promise<{ flow: OidcFlow; address: string }>;
  /**
   * Redeems the provider's answer.
   * @param answer the address by which the browser came back
   * @throws Error when the answer is none for this flow, or the provider refuses it
   */
  redeem(answer: URL, flow: OidcFlow): Promise<Vouched>;
  /** Where to end the session at the provider too; undefined where it has no such place. */
  endAddress(returnTo: string): Promise<string | undefined>;
}

const discoveredForMs = 60 * 60 * 1000;
const requestSeconds = 10;

/** @param config with an issuer; the provider is asked what it can when it is first needed, and each hour again */
export function createOidcProvider(config: Config, issuer: string, now: () => Date): OidcProvider {
  let discovered: { found: Promise<Configuration>; until: number } | undefined;

  async function discover(): Promise<Configuration> {
    const client = await import('openid-client');
    const { oidcClientId = '', oidcClientSecret } = config;
    const authentication = oidcClientSecret === undefined ? client.None() : client.ClientSecretBasic(oidcClientSecret);
    const insecure = issuer.startsWith('http:') ? { execute: [client.allowInsecureRequests] } : {};
    const options = { timeout: requestSeconds, ...insecure };
    return await client.discovery(new URL(issuer), oidcClientId, undefined, authentication, options);
  }

  function configuration(): Promise<Configuration> {
    const at = now().getTime();
    if (discovered && discovered.until > at) return discovered.found;
    const found = discover();
    const entry = { found, until: at + discoveredForMs };
    discovered = entry;
    // A provider that was down is asked again at the next sign-in.
    found.catch(() => {
      if (discovered === entry) discovered = undefined;
    });
    return found;
  }

  return {
    async begin(redirectUri) {
      const client = await import('openid-client');
      const found = await configuration();
      const flow = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      };
      const address = client.buildAuthorizationUrl(found, {
        redirect_uri: redirectUri,
        scope: config.oidcScopes.join(' '),
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
      });
      return { flow, address: address.href };
    },
    async redeem(answer, flow) {
      const client = await import('openid-client');
      const found = await configuration();
      const tokens = await client.authorizationCodeGrant(found, answer, {
        expectedState: flow.state,
        expectedNonce: flow.nonce,
        pkceCodeVerifier: flow.verifier,
        idTokenExpected: true,
      });
      const token = tokens.claims();
      if (!token) throw new Error('the provider gave no id token');
      const more = found.serverMetadata().userinfo_endpoint
        ? await client.fetchUserInfo(found, tokens.access_token, token.sub)
        : {};
      // The id token is signed, so what it says counts more.
      return vouchedBy({ ...more, ...token }, config);
    },
    async endAddress(returnTo) {
      const client = await import('openid-client');
      const found = await configuration();
      if (!found.serverMetadata().end_session_endpoint) return undefined;
      return client.buildEndSessionUrl(found, { post_logout_redirect_uri: returnTo }).href;
    },
  };
}

function vouchedBy(claims: Record<string, unknown> & { iss: string; sub: string }, config: Config): Vouched {
  const [name = ''] = namesIn(claimOf(claims, config.oidcNameClaim));
  const [account] = config.oidcAccountClaim ? namesIn(claimOf(claims, config.oidcAccountClaim)) : [];
  const groups = namesIn(claimOf(claims, config.oidcGroupsClaim));
  return { provider: claims.iss, subject: claims.sub, name, account, groups };
}
