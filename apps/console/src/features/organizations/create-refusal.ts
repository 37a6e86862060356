import { useTranslation } from 'react-i18next';
import type { ApiProblem } from '../../lib/api-client.ts';

/**
 * The sentence for the server's refusal of a name, at the field; undefined when there is none, or it was about another
 * name than the one that stands there now.
 */
export function useCreateRefusal(
  problem: ApiProblem | null,
  refused: string | undefined,
  name: string,
): string | undefined {
  const { t } = useTranslation('organizations');
  if (!problem) return undefined;
  switch (problem.code) {
    case 'name-taken':
      return refused === name ? t('create.taken', { name }) : undefined;
    case 'quota-used-up':
      return t('create.quota', problem.detail);
    default:
      return undefined;
  }
}

/** What no sentence at the field explains, for a note of its own. */
export function unexplained(problem: ApiProblem | null): ApiProblem | null {
  return problem && problem.code !== 'name-taken' && problem.code !== 'quota-used-up' ? problem : null;
}
