export const accountSorts = ['name', '-name', '-createdAt', 'createdAt'] as const;
