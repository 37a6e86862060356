export const grantSorts = ['name', '-name'] as const;
export type GrantSort = (typeof grantSorts)[number];
