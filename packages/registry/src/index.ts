import type { Core, Limits } from './core.ts';
import { type ClientFacts, createHandler, type Handler } from './http/handler.ts';
import { UploadWriters } from './uploads/upload-writers.ts';

export * from './error.ts';
export * from './gc/check-blobs.ts';
export * from './gc/collect-garbage.ts';
export { ClientGone, FlushedBody } from './http/flushed-body.ts';
export { createHandler } from './http/handler.ts';
export { parseRange } from './http/range.ts';
export { endWithRefusal, sendError } from './http/respond.ts';
export { type Route, routes as routesOfRegistry } from './http/routes.ts';
export * from './ports/access.ts';
export * from './ports/activity.ts';
export * from './ports/collection.ts';
export * from './ports/log.ts';
export * from './ports/metadata.ts';
export type * from './ports/network.ts';
export * from './ports/refusals.ts';
export * from './ports/storage.ts';
export { purgeUploads } from './purge.ts';
export { createPushing, type HeldUpload, type Pushing } from './pushing.ts';
export { QuotaExceeded } from './quota-exceeded.ts';
export type { RefusalReason } from './reason.ts';
export type { ClientFacts, Core, Handler, Limits };

export interface RegistryParts extends Omit<Core, 'writers' | 'now'> {
  /** Begins the names of this process's upload claims; its next life releases them with `metadata.releaseClaims`. */
  node: string;
  now?(): Date;
}

/** The registry core over its ports; one for each process, since it knows which uploads are being written here. */
export function createCore({ node, now = () => new Date(), ...ports }: RegistryParts): Core {
  return { ...ports, now, writers: new UploadWriters(ports.metadata, node) };
}

/** Everything below `/v2/`, as a `node:http` handler. */
export function createRegistryHandler(parts: RegistryParts, client: ClientFacts): Handler {
  return createHandler(createCore(parts), client);
}
export { routes } from './http/routes.ts';
