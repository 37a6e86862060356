export * from './decide-leaving.ts';
export * from './decide-sharing.ts';
export * from './share-state.ts';
