export * from './quota.ts';
export * from './quota-text.ts';
