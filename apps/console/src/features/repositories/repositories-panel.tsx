import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiQuery } from '../../lib/queries.ts';
import { useListState } from '../../lib/url-state.ts';
import { SearchBox } from '../../ui/search-box.tsx';
import { RepositoriesTable } from './repositories-table.tsx';
import { type RepositoryFilterState, RepositoryFilters, repositoryFilters } from './repository-filters.tsx';
import { repositorySorts } from './repository-sorts.ts';

/** The images of one organization. */
export function RepositoriesPanel({
  organization,
  filters,
  moreFilters,
  empty,
}: {
  organization: string;
  /** From `useRepositoryFilters`. */
  filters: RepositoryFilterState;
  moreFilters: ReactNode;
  empty: ReactNode;
}) {
  const { t } = useTranslation('repositories');
  const list = useListState(repositorySorts, repositoryFilters);
  const limitedBy = { ...filters.query, organization };
  const answer = useApiQuery('listRepositories', { query: { ...list.query, ...limitedBy } });
  const server = useApiQuery('getServer', {}, { staleTime: Number.POSITIVE_INFINITY });
  const nothingAtAll = answer.data?.total === 0 && !list.filtered;
  return (
    <>
      {!nothingAtAll && (
        <div className="toolbar">
          <SearchBox label={t('filter')} value={list.q} onChange={list.setQ} />
          <RepositoryFilters filters={filters} />
          {moreFilters}
        </div>
      )}
      <RepositoriesTable
        list={list}
        answer={answer}
        registryHost={server.data?.registryHost}
        limitedBy={limitedBy}
        empty={empty}
      />
    </>
  );
}
