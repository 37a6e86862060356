import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { time } from './page.ts';

/** The best hits of one kind; `more` when there are others. */
function group<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), more: z.boolean() });
}

const place = { organization: z.string(), repository: z.string() };

export const searchEndpoints = {
  /**
   * Finds in all that the caller sees: organizations and images by a part of the name, tags by how they begin (`1.2`, or
   * `web:1.2` in images named so), manifests by at least 6 digits of their digest, with `sha256:` or without.
   */
  search: endpoint({
    query: z.object({
      q: z.string().trim().min(2).max(200),
      /** Of each kind. */
      limit: z.coerce.number().int().min(1).max(20).default(5),
    }),
    result: z.object({
      organizations: group(z.object({ name: z.string() })),
      repositories: group(z.object({ ...place, visibility: z.enum(['public', 'private']) })),
      tags: group(z.object({ ...place, tag: z.string(), digest: z.string(), pushedAt: time })),
      manifests: group(
        z.object({
          ...place,
          digest: z.string(),
          kind: z.enum(['image', 'index']),
          /** One that points there, or null. */
          tag: z.string().nullable(),
        }),
      ),
    }),
  }),
};
