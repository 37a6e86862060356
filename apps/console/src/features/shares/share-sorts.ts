export const shareSorts = ['name', '-name'] as const;
export type ShareSort = (typeof shareSorts)[number];

export const sharedRepositorySorts = ['name', '-name', '-sharedAt', 'sharedAt'] as const;
export type SharedRepositorySort = (typeof sharedRepositorySorts)[number];

/** What limits these lists beside their text, as the address names it. */
export const shareFilters: readonly string[] = ['state'];
