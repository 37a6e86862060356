export const repositorySorts = [
  '-pushedAt',
  'pushedAt',
  'name',
  '-name',
  '-pulls',
  'pulls',
  '-bytes',
  'bytes',
] as const;
export type RepositorySort = (typeof repositorySorts)[number];
