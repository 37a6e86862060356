/** Whose refusals: the caller's own, those of his account, all of the server. Free of zod, for the console. */
export const refusalScopes = ['mine', 'account', 'server'] as const;
export type RefusalScope = (typeof refusalScopes)[number];
