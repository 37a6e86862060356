export * from './decide-identity.ts';
export type * from './identity.ts';
export * from './user-name.ts';
