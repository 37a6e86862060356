import type { Operation } from '@wharf/api/routes';

/** What a changed grant shows in. */
export const grantedOperations: Operation[] = [
  'listGrants',
  'listRepositoryGrants',
  'listGrantCandidates',
  'listRobots',
  'getOrganization',
  'listOrganizations',
];
