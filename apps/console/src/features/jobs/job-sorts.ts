export const jobSorts = ['-createdAt', 'createdAt'] as const;
export type JobSort = (typeof jobSorts)[number];

/** By which states the list can be narrowed. */
export const jobFilters = ['', 'unended', 'succeeded', 'failed', 'cancelled'] as const;
export type JobFilter = (typeof jobFilters)[number];
