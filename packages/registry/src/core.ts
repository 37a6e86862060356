import type { Access, Origin } from './ports/access.ts';
import type { Activity } from './ports/activity.ts';
import type { Log } from './ports/log.ts';
import type { Metadata } from './ports/metadata.ts';
import type { Refusals } from './ports/refusals.ts';
import type { StorageDriver } from './ports/storage.ts';
import type { UploadWriters } from './uploads/upload-writers.ts';

export interface Limits {
  /** Largest manifest that is taken, in bytes. */
  manifestBytes: number;
  /** How long a whole manifest may take to come, in milliseconds; a minute unless told. */
  manifestMs?: number;
  /** How long a blob's use need not be noted again, in milliseconds; less than the grace time of collection. 5 minutes unless told. */
  touchMs?: number;
}

/** All that the registry works with, made once at start. */
export interface Core {
  metadata: Metadata;
  storage: StorageDriver;
  access: Access;
  activity: Activity;
  log: Log;
  /** Without it a refusal is told in the core's own words, and forgotten. */
  refusals?: Refusals | undefined;
  limits: Limits;
  writers: UploadWriters;
  now(): Date;
}

export type OriginOf<Request> = (request: Request) => Origin;
/** The client's IP address. */
export type AddressOf<Request> = (request: Request) => string;
