import type { IncomingMessage } from 'node:http';
import type { WharfDatabase } from '@wharf/db';
import type { Log, Origin, StorageDriver } from '@wharf/registry';
import type { Attempts } from '../auth/attempts.ts';
import type { Config } from '../config.ts';

/** What the console's API is made of; the composition root fills it. */
export interface Services {
  database: WharfDatabase;
  config: Config;
  storage: StorageDriver;
  attempts: Attempts;
  originOf(request: IncomingMessage): Origin;
  /** The client's address, behind trusted proxies too. */
  addressOf(request: IncomingMessage): string;
  now(): Date;
  log: Log;
  /** Aborted when the server drains: ends the event streams, which would never end by themselves. */
  stopping?: AbortSignal;
  /** Checks every answer against the contract; for tests. */
  checkOutput?: boolean;
  /** Folder of the built console; by default beside the built server. */
  consoleFolder?: string;
}
