import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { accountName } from './names.ts';
import { bytes, page, pageQuery, time } from './page.ts';
import { newPassword, userName } from './users.ts';

/** Null: as much as it likes. */
const limit = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).nullable();

export const quotas = z.object({
  organizations: limit,
  /** Images, over all organizations. */
  repositories: limit,
  /** In each image. */
  tags: limit,
  bytes: limit,
});
export type Quotas = z.output<typeof quotas>;

/** What of its quotas an account has used; what lies in the recycle bin does not count. */
export const quotaUse = z.object({
  organizations: z.number().int(),
  repositories: z.number().int(),
  /** Sum over its images: what two of them share counts for each. */
  bytes,
});
export type QuotaUse = z.output<typeof quotaUse>;

export const account = z.object({
  id: z.string(),
  name: z.string(),
  /** Nobody of it can come in; its images stay. */
  disabled: z.boolean(),
  createdAt: time,
  users: z.number().int(),
  use: quotaUse,
  quotas,
});
export type Account = z.output<typeof account>;

const accountParams = z.object({ account: accountName });

/** For system administrators, but for `getQuota`. */
export const accountEndpoints = {
  listAccounts: endpoint({
    query: pageQuery(['name', '-name', 'createdAt', '-createdAt']),
    result: page(account).extend({
      /** Of a new account, as the server is configured. */
      defaultQuotas: quotas,
    }),
  }),
  /** With its first administrator. 409 when either name is taken. */
  createAccount: endpoint({
    body: z.object({
      name: accountName,
      administrator: z.object({
        name: userName,
        password: newPassword,
        mustChangePassword: z.boolean().default(false),
      }),
      /** What is left out is as the server is configured. */
      quotas: quotas.partial().default({}),
    }),
    result: account,
    status: 201,
  }),
  getAccount: endpoint({ params: accountParams, result: account }),
  /** A quota below what is used takes nothing away: it only lets nothing grow. 409 for disabling one's own account. */
  updateAccount: endpoint({
    params: accountParams,
    body: z.object({ disabled: z.boolean().optional(), quotas: quotas.partial().default({}) }),
    result: account,
  }),
  /** Only without organizations: 409. Its users go with it. */
  removeAccount: endpoint({ params: accountParams }),
  /** The caller's own account, for every user of it. */
  getQuota: endpoint({ result: z.object({ account: z.string(), use: quotaUse, quotas }) }),
};
