export const shareLimits = {
  /** Accounts that one image is shared with, ended shares included. */
  perRepository: 500,
  /** Few enough that trying out names of accounts gets nobody far. */
  accountsPerRequest: 50,
  /** Code points. */
  description: 1000,
} as const;
