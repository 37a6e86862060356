export * from './causes.ts';
export * from './classify.ts';
export type { TroubleFacts } from './facts.ts';
