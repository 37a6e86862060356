import { RegistryError } from '../error.ts';
import type { Exchange } from './exchange.ts';
import { cutPage, parsePage } from './paging.ts';
import { sendJson } from './respond.ts';

/** end-8: tags in byte order. */
export async function listTags(exchange: Exchange): Promise<void> {
  const { core, name } = exchange;
  const page = parsePage(exchange);
  const tags = await core.metadata.listTags(name, { ...page, limit: page.limit + 1 });
  if (!tags) throw repositoryUnknown(name);
  sendJson(exchange.res, 200, { name, tags: cutPage(exchange, page, tags, (tag) => tag) });
}

export function repositoryUnknown(name: string): RegistryError {
  return new RegistryError('NAME_UNKNOWN', `the repository ${name} does not exist: nothing has been pushed to it`, {
    reason: 'repository-unknown',
    name,
  });
}
