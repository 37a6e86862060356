import { useApiMutation } from '../../lib/queries.ts';

/** Brings a deletion back, or the run that it belongs to. */
export function useRestore() {
  return useApiMutation('restoreDeletion', {
    invalidates: [
      'listDeletions',
      'listTags',
      'getTag',
      'getRepository',
      'listRepositories',
      'getOrganization',
      'getOverview',
    ],
  });
}
