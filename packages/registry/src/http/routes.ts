import { getBase } from './base.ts';
import { getBlob, removeBlob } from './blobs.ts';
import { listCatalog } from './catalog.ts';
import type { Exchange } from './exchange.ts';
import { getManifest, putManifest, removeManifest } from './manifests.ts';
import type { Resource } from './path.ts';
import { can, credentialsGiven, mayListCatalog, networkAllowed, type Policy, withinQuota } from './policies.ts';
import { listReferrers } from './referrers.ts';
import { listTags } from './tags.ts';
import { getUploadStatus, patchUpload, postUpload, putUpload, removeUpload } from './uploads.ts';

export interface Route {
  method: string;
  resource: Resource;
  policies: Policy[];
  handle(exchange: Exchange): Promise<void>;
}

/** Reading this table is reading the registry's security. */
export const routes: Route[] = [
  { method: 'GET', resource: 'base', policies: [credentialsGiven], handle: getBase },
  { method: 'HEAD', resource: 'base', policies: [credentialsGiven], handle: getBase },
  { method: 'GET', resource: 'catalog', policies: [networkAllowed('pull'), mayListCatalog], handle: listCatalog },
  { method: 'GET', resource: 'tags', policies: [networkAllowed('pull'), can('pull')], handle: listTags },
  { method: 'GET', resource: 'manifest', policies: [networkAllowed('pull'), can('pull')], handle: getManifest },
  { method: 'HEAD', resource: 'manifest', policies: [networkAllowed('push'), can('pull')], handle: getManifest },
  { method: 'PUT', resource: 'manifest', policies: [networkAllowed('push'), can('push')], handle: putManifest },
  { method: 'DELETE', resource: 'manifest', policies: [networkAllowed('push'), can('delete')], handle: removeManifest },
  { method: 'GET', resource: 'referrers', policies: [networkAllowed('pull'), can('pull')], handle: listReferrers },
  { method: 'GET', resource: 'blob', policies: [networkAllowed('pull'), can('pull')], handle: getBlob },
  { method: 'HEAD', resource: 'blob', policies: [networkAllowed('push'), can('pull')], handle: getBlob },
  { method: 'DELETE', resource: 'blob', policies: [networkAllowed('push'), can('delete')], handle: removeBlob },
  {
    method: 'POST',
    resource: 'uploads',
    policies: [networkAllowed('push'), can('push'), withinQuota],
    handle: postUpload,
  },
  { method: 'GET', resource: 'upload', policies: [networkAllowed('push'), can('push')], handle: getUploadStatus },
  { method: 'PATCH', resource: 'upload', policies: [networkAllowed('push'), can('push')], handle: patchUpload },
  { method: 'PUT', resource: 'upload', policies: [networkAllowed('push'), can('push')], handle: putUpload },
  { method: 'DELETE', resource: 'upload', policies: [networkAllowed('push'), can('push')], handle: removeUpload },
];

export function methodsOf(resource: Resource): string[] {
  return routes.filter((route) => route.resource === resource).map((route) => route.method);
}

const byKey = new Map(routes.map((route) => [`${route.method} ${route.resource}`, route]));

export function findRoute(method: string, resource: Resource): Route | undefined {
  return byKey.get(`${method} ${resource}`);
}
