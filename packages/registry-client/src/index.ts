export type { Credentials } from './authentication.ts';
export { type Challenge, parseChallenges } from './challenge.ts';
export {
  type BlobSource,
  type ManifestFacts,
  type PulledManifest,
  type PushOptions,
  RegistryClient,
} from './client.ts';
export { RegistryClientError, RegistryUnreachable } from './error.ts';
export { parseNextLink } from './link.ts';
export { Reply } from './reply.ts';
export { Session, type SessionOptions, type SessionRequest } from './session.ts';
export { type Body, type Connections, type Outgoing, send } from './transport.ts';
export * from './uploads.ts';
