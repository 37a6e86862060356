import { RegistryError } from '../error.ts';
import type { Page } from '../ports/metadata.ts';
import type { Exchange } from './exchange.ts';

/** A page's size when the client names none, and the most that it gets. */
const pageLimit = 1_000;

/**
 * Reads `n` and `last` (distribution spec, "Listing Tags").
 * @throws RegistryError (400) for an `n` that is no count
 */
export function parsePage({ query }: Exchange): Page<string> {
  const n = query.get('n');
  const last = query.get('last') ?? undefined;
  if (n === null) return { limit: pageLimit, last };
  if (!/^\d{1,9}$/.test(n)) {
    throw new RegistryError(
      'UNSUPPORTED',
      'n is a count of entries, 0 or more',
      { reason: 'page-size', n: n.slice(0, 50) },
      { status: 400 },
    );
  }
  return { limit: Math.min(Number(n), pageLimit), last };
}

/** Cuts one entry more than asked for down to the page, and names the next page in `Link` (RFC 8288) when there is one. */
export function cutPage<T>(exchange: Exchange, page: Page<string>, entries: T[], key: (entry: T) => string): T[] {
  const cut = entries.slice(0, page.limit);
  const last = cut.at(-1);
  if (entries.length > cut.length && last !== undefined) linkNext(exchange, page, key(last));
  return cut;
}

/** Names the page after `last` in `Link` (RFC 8288). */
export function linkNext({ req, res, query }: Exchange, page: Page<string>, last: string): void {
  const next = new URLSearchParams(query);
  next.set('n', String(page.limit));
  next.set('last', last);
  res.setHeader('Link', `<${req.url?.split('?', 1)[0]}?${next}>; rel="next"`);
}
