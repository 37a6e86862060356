export * from './decide-sharing.ts';
export * from './share-state.ts';
