import { z } from 'zod';

export const pageLimit = 50;

/**
 * A list's query: `q` filters, `sort` is a column with `-` for falling, `cursor` continues from a page's `next` or
 * `previous`. Lists are keyset-paged: a cursor stays right while rows come and go.
 */
export function pageQuery<const S extends readonly [string, ...string[]]>(sorts: S) {
  return z.object({
    q: z.string().trim().max(200).optional(),
    sort: z.enum(sorts).optional(),
    cursor: z.string().max(1000).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(pageLimit),
  });
}

export function page<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable(),
    previous: z.string().nullable(),
    /** Exact up to 10 000; above, and of a search among more than that, at least so many and `totalIsExact` false. */
    total: z.number().int(),
    totalIsExact: z.boolean(),
  });
}

export interface Page<T> {
  items: T[];
  next: string | null;
  previous: string | null;
  total: number;
  totalIsExact: boolean;
}

/** A time as ISO 8601 in UTC. */
export const time = z.iso.datetime();
/** A count of bytes. */
export const bytes = z.number().int().nonnegative();
