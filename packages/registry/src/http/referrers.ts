import { mediaTypes } from '@wharf/oci';
import { digestOfPath, type Exchange } from './exchange.ts';
import { linkNext, parsePage } from './paging.ts';
import { sendJson } from './respond.ts';

/** Annotations are their pusher's to fill, up to a manifest's size each: so many bytes of them make a page. */
const pageBytes = 1024 * 1024;

/** end-12: manifests whose subject is this digest; never 404, since a subject need not exist (spec, "Listing Referrers"). */
export async function listReferrers(exchange: Exchange): Promise<void> {
  const subject = digestOfPath(exchange);
  const artifactType = exchange.query.get('artifactType') || undefined;
  const page = parsePage(exchange);
  const wanted = { ...page, bytes: pageBytes };
  const found = await exchange.core.metadata.listReferrers(exchange.name, subject, artifactType, wanted);
  const manifests = found.descriptors;
  const last = manifests.at(-1);
  if (found.more && last) linkNext(exchange, page, last.digest);
  if (artifactType) exchange.res.setHeader('OCI-Filters-Applied', 'artifactType');
  sendJson(exchange.res, 200, { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests }, mediaTypes.ociIndex);
}
