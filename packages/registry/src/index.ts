import type { IncomingMessage } from 'node:http';
import type { Core, Limits, OriginOf } from './core.ts';
import { createHandler, type Handler } from './http/handler.ts';
import { UploadWriters } from './uploads/upload-writers.ts';

export * from './error.ts';
export * from './ports/access.ts';
export * from './ports/activity.ts';
export * from './ports/log.ts';
export * from './ports/metadata.ts';
export * from './ports/storage.ts';
export { purgeUploads } from './purge.ts';
export type { Handler, Limits };

export interface RegistryParts extends Omit<Core, 'writers' | 'now'> {
  originOf: OriginOf<IncomingMessage>;
  /** Begins the names of this process's upload claims; its next life releases them with `metadata.releaseClaims`. */
  node: string;
  now?(): Date;
}

/** The registry core over its ports, as a `node:http` handler for everything below `/v2/`. */
export function createRegistryHandler({ originOf, node, now = () => new Date(), ...ports }: RegistryParts): Handler {
  return createHandler({ ...ports, now, writers: new UploadWriters(ports.metadata, node) }, originOf);
}
