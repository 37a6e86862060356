import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { RepositoriesTable } from '../features/repositories/repositories-table.tsx';
import {
  RepositoryFilters,
  repositoryFilters,
  useRepositoryFilters,
} from '../features/repositories/repository-filters.tsx';
import { repositorySorts } from '../features/repositories/repository-sorts.ts';
import { LazyTagFilter } from '../features/resource-tags/lazy-tag-filter.tsx';
import { LazyFoundElsewhere } from '../features/search/lazy-found-elsewhere.tsx';
import { paths } from '../lib/paths.ts';
import { useApiQuery } from '../lib/queries.ts';
import { useListState } from '../lib/url-state.ts';
import { ChoiceBox } from '../ui/choice-box.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { SearchBox } from '../ui/search-box.tsx';

/** Of the organizations that the user sees. */
export function OwnImagesTab() {
  const { t } = useTranslation('repositories');
  const list = useListState(repositorySorts, repositoryFilters);
  const [address] = useSearchParams();
  const filters = useRepositoryFilters();
  const organization = address.get('organization') ?? '';
  const limitedBy = { ...filters.query, ...(organization && { organization }) };
  const answer = useApiQuery('listRepositories', { query: { ...list.query, ...limitedBy } });
  const server = useApiQuery('getServer', {}, { staleTime: Number.POSITIVE_INFINITY });
  const organizations = useApiQuery('listOrganizations', { query: { sort: 'name', limit: 100 } });
  const names = organizations.data?.items.map(({ name }) => name) ?? [];
  // One that stands in the address stays to be seen, even where it is not among the first hundred.
  const known = organization && !names.includes(organization) ? [organization, ...names] : names;
  const choose = (name: string) => filters.set('organization', [name]);
  const nothingAtAll = answer.data?.total === 0 && !list.filtered && !organization;
  return (
    <>
      {!nothingAtAll && (
        <div className="toolbar">
          <SearchBox label={t('filter')} value={list.q} onChange={list.setQ} />
          <ChoiceBox
            label={t('organization')}
            value={organization}
            choices={[
              { value: '', label: t('every-organization') },
              ...known.map((name) => ({ value: name, label: name })),
            ]}
            onChange={choose}
          />
          <RepositoryFilters filters={filters} />
          <LazyTagFilter
            on="repositories"
            conditions={filters.resourceTags}
            onConditions={(conditions) => filters.set('resourceTag', conditions)}
          />
        </div>
      )}
      <LazyFoundElsewhere text={list.q} />
      <RepositoriesTable
        list={list}
        answer={answer}
        registryHost={server.data?.registryHost}
        withOrganization
        limitedBy={limitedBy}
        empty={
          organization ? (
            <EmptyState
              title={t('empty.in-organization', { organization })}
              actions={
                <>
                  <LinkButton type="primary" to={paths.organization(organization)}>
                    {t('empty.open-organization', { organization })}
                  </LinkButton>
                  <Button onClick={() => choose('')}>{t('empty.every')}</Button>
                </>
              }
            />
          ) : (
            <EmptyState
              title={t('empty.title')}
              actions={
                <LinkButton type="primary" to={paths.organizations}>
                  {t('empty.action')}
                </LinkButton>
              }
            >
              {t('empty.text')}
            </EmptyState>
          )
        }
      />
    </>
  );
}
