export const deletionSorts = ['-deletedAt', 'deletedAt'] as const;
export type DeletionSort = (typeof deletionSorts)[number];
