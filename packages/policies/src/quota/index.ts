export * from './foresee-quotas.ts';
export * from './quota.ts';
export * from './quota-text.ts';
