/** The kinds of credential by which somebody can be known. `identity`: a provider outside vouched for him; its name is the provider's. */
export const credentialKinds = ['session', 'password', 'temporary-login', 'access-key', 'robot', 'identity'] as const;
export type CredentialKind = (typeof credentialKinds)[number];

/** What somebody proved himself with; never its secret. */
export interface Credential {
  kind: CredentialKind;
  id: string;
  /** As its owner knows it: the login name of `docker login`, the key's id; of a session, its id. */
  name: string;
}

/** Where an actor came from, for the record of what he does. Decides nothing. */
export interface Provenance {
  /** The client's IP address; empty where it is not known. */
  address: string;
  credential: Credential;
  /** Of the request, where it has an id. */
  requestId?: string;
}
