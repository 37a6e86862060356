/** Whose refusals: the caller's own, those of the robots of organizations that he manages, those of his account, all of the server. Free of zod, for the console. */
export const refusalScopes = ['mine', 'robots', 'account', 'server'] as const;
export type RefusalScope = (typeof refusalScopes)[number];
