import { z } from 'zod';

/** A line of the event stream: what changed, so that the console asks again for what it shows of it. */
export const changeNotice = z.object({
  type: z.string(),
  organization: z.string().nullable(),
  /** Full name. */
  repository: z.string().nullable(),
});
export type ChangeNotice = z.output<typeof changeNotice>;
