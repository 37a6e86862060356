export * from './decide-identity.ts';
export * from './decide-link.ts';
export type * from './identity.ts';
export * from './user-name.ts';
