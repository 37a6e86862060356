export * from './address.ts';
export * from './decide-network.ts';
export * from './policy.ts';
export * from './range.ts';
