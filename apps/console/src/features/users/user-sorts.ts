export const userSorts = ['name', '-name'] as const;
