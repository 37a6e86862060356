import {
  gatherResourceTagConditions,
  normalizeResourceTagText,
  parseResourceTagCondition,
  resourceTagKeyProblem,
  resourceTagLimits,
  resourceTagValueProblem,
} from '@wharf/oci';
import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { organizationParams, repositoryParams } from './names.ts';

/** As in the names: the refusal is the rule's own word (`ResourceTagProblem`). */
const key = z
  .string()
  .overwrite(normalizeResourceTagText)
  .superRefine((text, context) => {
    const problem = resourceTagKeyProblem(text);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  });
const value = z
  .string()
  .overwrite(normalizeResourceTagText)
  .superRefine((text, context) => {
    const problem = resourceTagValueProblem(text);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  });

export const resourceTag = z.object({ key, value });
export type ResourceTagView = z.output<typeof resourceTag>;

/** As they were stored; not judged again. */
export const resourceTagList = z.array(z.object({ key: z.string(), value: z.string() }));

const filterKeys = resourceTagLimits.perResource;
const valuesPerKey = 10;

/**
 * `?resourceTag=env=prod&resourceTag=env=dev&resourceTag=team=a`: AND across keys, OR across values; `env` alone asks for any
 * value. A `=` in a key is written `%3D` before the address is encoded.
 */
export const resourceTagFilter = z
  .union([z.string(), z.array(z.string())])
  .transform((given, context) => {
    const conditions = [given].flat().map(parseResourceTagCondition);
    const read = conditions.filter((condition) => condition !== undefined);
    const filter = gatherResourceTagConditions(read);
    const tooMany = filter.length > filterKeys || filter.some(({ values }) => values.length > valuesPerKey);
    if (read.length < conditions.length) context.addIssue({ code: 'custom', message: 'resource-tag' });
    else if (tooMany) context.addIssue({ code: 'custom', message: 'too-many' });
    return filter;
  })
  .optional();

/** One transaction: first what goes, then what comes. A key that is there already gets the new value. */
const change = z
  .object({
    remove: z.array(z.string()).max(resourceTagLimits.perResource).default([]),
    put: z.array(resourceTag).max(resourceTagLimits.perResource).default([]),
  })
  .refine(({ put }) => new Set(put.map((tag) => tag.key)).size === put.length, { message: 'twice', path: ['put'] });

const tags = z.object({ items: resourceTagList });

export const resourceTagEndpoints = {
  getOrganizationResourceTags: endpoint({ params: organizationParams, result: tags }),
  /** Needs manage. 403 `quota-used-up` above 20 tags. */
  updateOrganizationResourceTags: endpoint({ params: organizationParams, body: change, result: tags }),
  /** For who sees the organization: whoever only may pull a public image does not learn what it is marked with. */
  getRepositoryResourceTags: endpoint({ params: repositoryParams, result: tags }),
  /** Needs edit. */
  updateRepositoryResourceTags: endpoint({ params: repositoryParams, body: change, result: tags }),
  /** What resources that the caller sees are marked with, for a filter to offer: keys in order, each with its first values. */
  listResourceTagKeys: endpoint({
    query: z.object({ on: z.enum(['organizations', 'repositories']) }),
    result: z.object({
      items: z.array(z.object({ key: z.string(), values: z.array(z.string()), more: z.boolean() })),
      more: z.boolean(),
    }),
  }),
};
