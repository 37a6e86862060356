import { mediaTypes } from '@wharf/oci';
import { digestOfPath, type Exchange } from './exchange.ts';
import { cutPage, parsePage } from './paging.ts';
import { sendJson } from './respond.ts';

/** end-12: manifests whose subject is this digest; never 404, since a subject need not exist (spec, "Listing Referrers"). */
export async function listReferrers(exchange: Exchange): Promise<void> {
  const subject = digestOfPath(exchange);
  const artifactType = exchange.query.get('artifactType') || undefined;
  const page = parsePage(exchange);
  const wanted = { ...page, limit: page.limit + 1 };
  const found = await exchange.core.metadata.listReferrers(exchange.name, subject, artifactType, wanted);
  const manifests = cutPage(exchange, page, found, ({ digest }) => digest);
  if (artifactType) exchange.res.setHeader('OCI-Filters-Applied', 'artifactType');
  sendJson(exchange.res, 200, { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests }, mediaTypes.ociIndex);
}
