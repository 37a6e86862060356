export const tagSorts = ['-pushedAt', 'pushedAt', 'name', '-name', '-version', 'version'] as const;
export type TagSort = (typeof tagSorts)[number];
