import type { Query, Repository } from '@wharf/api';
import { categories } from '@wharf/api/categories';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { withFilter } from '../../lib/url-state.ts';
import { ChoiceBox } from '../../ui/choice-box.tsx';

/** Names in the address of what limits a list of images beside its text; the organization is a place, not a filter. */
export const repositoryFilters: readonly string[] = ['category', 'visibility', 'shared', 'resourceTag'];

const visibilities: readonly Repository['visibility'][] = ['public', 'private'];

export interface RepositoryFilterState {
  query: Pick<Query<'listRepositories'>, 'category' | 'visibility' | 'shared' | 'resourceTag'>;
  resourceTags: string[];
  set: (name: string, values: readonly string[]) => void;
}

/** What the address says; a value that a filter does not have counts as none. */
export function useRepositoryFilters(): RepositoryFilterState {
  const [address, setAddress] = useSearchParams();
  return useMemo(() => {
    const category = categories.find((one) => one === address.get('category'));
    const visibility = visibilities.find((one) => one === address.get('visibility'));
    const resourceTags = address.getAll('resourceTag');
    return {
      query: {
        ...(category && { category }),
        ...(visibility && { visibility }),
        ...(address.get('shared') === 'yes' && { shared: 'yes' as const }),
        ...(resourceTags.length > 0 && { resourceTag: resourceTags }),
      },
      resourceTags,
      set: (name, values) => setAddress((now) => withFilter(now, name, values), { replace: true }),
    };
  }, [address, setAddress]);
}

export function RepositoryFilters({ filters }: { filters: RepositoryFilterState }) {
  const { t } = useTranslation('repositories');
  const { category = '', visibility = '', shared = '' } = filters.query;
  return (
    <>
      <ChoiceBox
        label={t('column.category')}
        value={category}
        choices={[
          { value: '', label: t('every-category') },
          ...categories.map((one) => ({ value: one, label: t(`category.${one}`) })),
        ]}
        onChange={(value) => filters.set('category', [value])}
      />
      <ChoiceBox
        label={t('column.visibility')}
        value={visibility}
        choices={[
          { value: '', label: t('every-visibility') },
          ...visibilities.map((one) => ({ value: one, label: t(`ui:visibility.${one}`) })),
        ]}
        onChange={(value) => filters.set('visibility', [value])}
      />
      <ChoiceBox
        label={t('sharing')}
        value={shared}
        choices={[
          { value: '', label: t('shared-or-not') },
          { value: 'yes', label: t('shared-by-me') },
        ]}
        onChange={(value) => filters.set('shared', [value])}
      />
    </>
  );
}
