import type { IncomingMessage } from 'node:http';
import type { WharfDatabase } from '@wharf/db';
import type { AccessPolicy } from '@wharf/policies/access';
import type { Activity, Log, Origin, Pushing, StorageDriver } from '@wharf/registry';
import type { LoginRecord } from '../audit/login-record.ts';
import type { Attempts } from '../auth/attempts.ts';
import type { Credentials } from '../auth/credentials.ts';
import type { Directory } from '../auth/directory/directory.ts';
import type { OidcProvider } from '../auth/oidc/oidc-provider.ts';
import type { RegistryTokens } from '../auth/registry-tokens.ts';
import type { Config } from '../config.ts';
import type { Networks } from '../network/networks.ts';
import type { RefusalRecorder } from '../refusals/start-refusals.ts';
import type { CertificateFacts } from '../tls/certificate.ts';

/** What the console's API is made of; the composition root fills it. */
export interface Services {
  database: WharfDatabase;
  config: Config;
  storage: StorageDriver;
  activity: Activity;
  attempts: Attempts;
  credentials: Credentials;
  logins: LoginRecord;
  tokens: RegistryTokens;
  /** Where users may have their password, when configured. */
  directory?: Directory | undefined;
  /** Where users may sign in besides, when configured. */
  oidc?: OidcProvider | undefined;
  /** What the server decides for everybody, as it is now. */
  policy(): AccessPolicy;
  pushing: Pushing;
  refusals: RefusalRecorder;
  originOf(request: IncomingMessage): Origin;
  /** The client's address, behind trusted proxies too. */
  addressOf(request: IncomingMessage): string;
  networks: Networks;
  /** The server's own; undefined while it speaks plain http. */
  certificate(): CertificateFacts | undefined;
  now(): Date;
  log: Log;
  /** Call it after an `enqueueJob` that was committed: else the job waits for up to a second. */
  wakeJobs(): void;
  /** Aborted when the server drains: ends the event streams, which would never end by themselves. */
  stopping?: AbortSignal;
  /** Checks every answer against the contract; for tests. */
  checkOutput?: boolean;
  /** Folder of the built console; by default beside the built server. */
  consoleFolder?: string;
}
