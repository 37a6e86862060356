import { organizationNameProblem, parseDigest, parseTag, repositoryPathProblem } from '@wharf/oci';
import { z } from 'zod';

/** The refusal of a name carries the grammar's own word (`NameProblem`) as its message: the console translates it. */
export const organizationName = z.string().superRefine((name, context) => {
  const problem = organizationNameProblem(name);
  if (problem) context.addIssue({ code: 'custom', message: problem });
});
/** As an organization's; but no path begins with it, so no word is reserved. */
export const accountName = z.string().superRefine((name, context) => {
  const problem = organizationNameProblem(name);
  if (problem && problem !== 'reserved') context.addIssue({ code: 'custom', message: problem });
});
export const repositoryPath = z.string().superRefine((path, context) => {
  const problem = repositoryPathProblem(path);
  if (problem) context.addIssue({ code: 'custom', message: problem });
});
export const tagName = z.string().refine((tag) => parseTag(tag) !== undefined, 'tag');
export const digestText = z.string().refine((digest) => parseDigest(digest) !== undefined, 'digest');

export const organizationParams = z.object({ organization: organizationName });
export const repositoryParams = z.object({ organization: organizationName, repository: repositoryPath });

export const level = z.enum(['read', 'edit', 'manage']);
export const visibility = z.enum(['public', 'private']);
export const platform = z.object({
  os: z.string(),
  architecture: z.string(),
  variant: z.string().optional(),
  'os.version': z.string().optional(),
});
