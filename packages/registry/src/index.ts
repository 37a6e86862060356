import type { IncomingMessage } from 'node:http';
import type { AddressOf, Core, Limits, OriginOf } from './core.ts';
import { createHandler, type Handler } from './http/handler.ts';
import { UploadWriters } from './uploads/upload-writers.ts';

export * from './error.ts';
export * from './gc/check-blobs.ts';
export * from './gc/collect-garbage.ts';
export { ClientGone, FlushedBody } from './http/flushed-body.ts';
export { createHandler } from './http/handler.ts';
export { parseRange } from './http/range.ts';
export * from './ports/access.ts';
export * from './ports/activity.ts';
export * from './ports/collection.ts';
export * from './ports/log.ts';
export * from './ports/metadata.ts';
export * from './ports/storage.ts';
export { purgeUploads } from './purge.ts';
export { createPushing, type HeldUpload, type Pushing } from './pushing.ts';
export type { Core, Handler, Limits };

export interface RegistryParts extends Omit<Core, 'writers' | 'now'> {
  originOf: OriginOf<IncomingMessage>;
  addressOf: AddressOf<IncomingMessage>;
  /** Begins the names of this process's upload claims; its next life releases them with `metadata.releaseClaims`. */
  node: string;
  now?(): Date;
}

/** The registry core over its ports; one for each process, since it knows which uploads are being written here. */
export function createCore({
  node,
  now = () => new Date(),
  ...ports
}: Omit<RegistryParts, 'originOf' | 'addressOf'>): Core {
  return { ...ports, now, writers: new UploadWriters(ports.metadata, node) };
}

/** Everything below `/v2/`, as a `node:http` handler. */
export function createRegistryHandler({ originOf, addressOf, ...parts }: RegistryParts): Handler {
  return createHandler(createCore(parts), originOf, addressOf);
}
