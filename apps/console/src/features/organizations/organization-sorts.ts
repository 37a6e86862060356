export const organizationSorts = ['name', '-name', 'createdAt', '-createdAt'] as const;
