import { z } from 'zod';

/** What one operation takes and gives. `params` and `query` are read from text; every schema is closed where zod closes it. */
export interface Endpoint {
  params: z.ZodType;
  query: z.ZodType;
  body: z.ZodType;
  result: z.ZodType;
  /** The HTTP status of success. */
  status: number;
}

const nothing = z.undefined();

/** Declares an operation; parts left out are nothing. A result of nothing answers 204, else 200 unless `status` says otherwise. */
export function endpoint<
  P extends z.ZodType = typeof noParams,
  Q extends z.ZodType = typeof noParams,
  B extends z.ZodType = typeof nothing,
  R extends z.ZodType = typeof nothing,
>(parts: { params?: P; query?: Q; body?: B; result?: R; status?: number }) {
  return {
    params: (parts.params ?? noParams) as P,
    query: (parts.query ?? noParams) as Q,
    body: (parts.body ?? nothing) as B,
    result: (parts.result ?? nothing) as R,
    status: parts.status ?? (parts.result ? 200 : 204),
  };
}

const noParams = z.object({});
