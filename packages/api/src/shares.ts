import { z } from 'zod';
import { countCharacters } from './categories.ts';
import { endpoint } from './endpoint.ts';
import { repositoryParams, visibility } from './names.ts';
import { bytes, page, pageQuery, time } from './page.ts';
import { shareLimits } from './share-limits.ts';

/** One that has ended stays in both lists until whoever manages the image takes it away. */
export const shareState = z.enum(['active', 'expired']);
export type ShareState = z.output<typeof shareState>;

/** Read on one private image for all users of another account, and for the robots of the whole account. */
export const share = z.object({
  account: z.object({ id: z.string(), name: z.string() }),
  /** For the side that shares; the receiving account does not see it. */
  description: z.string(),
  /** Null: for ever. */
  expiresAt: time.nullable(),
  state: shareState,
  createdAt: time,
  createdBy: z.string(),
});
export type Share = z.output<typeof share>;

/** An image of another account, as its receivers see it in a list. */
export const sharedRepository = z.object({
  organization: z.string(),
  /** Below the organization. */
  path: z.string(),
  /** `public`: everybody can pull it, whatever the share says. */
  visibility,
  /** The account that shares it: whom to ask when it has ended. */
  sharedBy: z.string(),
  sharedAt: time,
  expiresAt: time.nullable(),
  state: shareState,
  /** Null when the caller may not pull it (any more). */
  content: z
    .object({
      tagCount: z.number().int(),
      bytes,
      pushedAt: time,
      /** Pushed last; null when no tag is left. */
      latestTag: z.string().nullable(),
    })
    .nullable(),
});
export type SharedRepository = z.output<typeof sharedRepository>;

const accountName = z.string().trim().min(1).max(100);
const state = shareState.optional();

/** All but `listSharedRepositories` and `leaveShare` need manage on the image. */
export const shareEndpoints = {
  listShares: endpoint({
    params: repositoryParams,
    query: pageQuery(['name', '-name']).extend({ state }),
    result: page(share),
  }),
  /**
   * Creates a share with each account, or changes the one that is there; all or none. Accounts are named exactly: no list of
   * accounts is offered to other accounts, and a name that no account has is refused as `account-unknown`, one's own as
   * `own-account`, both at `body.accounts.<index>`. An end in the past is `in-the-past` at `body.expiresAt`. 409 `image-public`: what
   * everybody can pull is not shared. 403 `quota-used-up` with the reason `share-limit` above 500 accounts.
   */
  putShares: endpoint({
    params: repositoryParams,
    body: z.object({
      accounts: z.array(accountName).min(1).max(shareLimits.accountsPerRequest),
      expiresAt: time.nullable(),
      description: z
        .string()
        .trim()
        .refine((text) => countCharacters(text) <= shareLimits.description, 'too-long')
        .default(''),
    }),
    result: z.object({ created: z.number().int(), changed: z.number().int() }),
  }),
  /** No new token covers the image then; one that was handed out lasts for its few minutes. */
  removeShare: endpoint({ params: repositoryParams.extend({ account: z.string() }) }),
  /** What other accounts share with the caller's. `q` finds in the full name. */
  listSharedRepositories: endpoint({
    query: pageQuery(['name', '-name', 'sharedAt', '-sharedAt']).extend({ state }),
    result: page(sharedRepository),
  }),
  /** Gives back what another account shares with the caller's, ended or not; for its administrators. The sharing one may share it again. */
  leaveShare: endpoint({ params: repositoryParams }),
};
