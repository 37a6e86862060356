import type { SignInMethod } from '@wharf/api';

/** The directory's name among the providers of identities; all others are issuers of OpenID Connect. */
export const ldapProvider = 'ldap';

export function signInMethodOf(provider: string | null): SignInMethod {
  if (provider === null) return 'password';
  return provider === ldapProvider ? 'ldap' : 'oidc';
}
