import { z } from 'zod';
import { repositoryParams, tagName } from './names.ts';

/** More than a person chooses, and few enough for a URL. */
export const downloadTagLimit = 100;

/** Query parameters that come once or many times. */
const many = <T extends z.ZodType<string>>(item: T, limit: number) =>
  z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(item).max(limit));

export const downloadParams = repositoryParams;
export const downloadQuery = z.object({
  tag: many(tagName, downloadTagLimit).pipe(z.array(z.string()).min(1)),
  /** `linux/arm64/v8`; none: every platform, and an index as it was pushed. */
  platform: many(z.string().min(1).max(200), downloadTagLimit).default([]),
  /** `docker`: for `docker load`, and an OCI layout too; `oci`: an OCI layout with nothing else in it. */
  format: z.enum(['docker', 'oci']).default('docker'),
});
export type DownloadQuery = z.output<typeof downloadQuery>;
