import type { KeptByIndex } from '@wharf/db';
import { ApiError } from '../../bff/problem.ts';

export interface RepositoryPlace {
  organization: string;
  repository: string;
}

export function containedInIndex({ manifest, index }: KeptByIndex): ApiError {
  return new ApiError('not-empty', `the index ${index} contains ${manifest}: delete the index first, or with it`, {
    detail: { reason: 'contained-in-index', manifest, index },
  });
}
