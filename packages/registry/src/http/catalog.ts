import type { Exchange } from './exchange.ts';
import { cutPage, parsePage } from './paging.ts';
import { sendJson } from './respond.ts';

/** `_catalog` (Docker's extension of the spec): repositories that the caller may read. */
export async function listCatalog(exchange: Exchange): Promise<void> {
  const page = parsePage(exchange);
  const scope = await exchange.caller.catalogScope();
  const names = scope ? await exchange.core.metadata.listRepositories(scope, { ...page, limit: page.limit + 1 }) : [];
  sendJson(exchange.res, 200, { repositories: cutPage(exchange, page, names, (name) => name) });
}
