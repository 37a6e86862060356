import { useTranslation } from 'react-i18next';
import { useApiQuery } from '../../lib/queries.ts';
import { useListState } from '../../lib/url-state.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { sharedRepositorySorts, shareFilters } from './share-sorts.ts';
import { SharedRepositoriesTable } from './shared-repositories-table.tsx';
import { StateFilter, useStateFilter } from './state-filter.tsx';
import './shares.css';

/** Images of other accounts that the own account may pull. */
export function SharedRepositoriesPanel() {
  const { t } = useTranslation('shares');
  const list = useListState(sharedRepositorySorts, shareFilters);
  const { state, setState } = useStateFilter();
  const limitedBy = state ? { state } : {};
  const answer = useApiQuery('listSharedRepositories', { query: { ...list.query, ...limitedBy } });
  const server = useApiQuery('getServer', {}, { staleTime: Number.POSITIVE_INFINITY });
  const nothingAtAll = answer.data?.total === 0 && !list.filtered;
  return (
    <>
      <p className="shares-lead">{t('received.lead')}</p>
      {!nothingAtAll && (
        <div className="toolbar">
          <SearchBox label={t('received.filter')} value={list.q} onChange={list.setQ} />
          <StateFilter state={state} onState={setState} />
        </div>
      )}
      <SharedRepositoriesTable
        list={list}
        answer={answer}
        place={server.data}
        limitedBy={limitedBy}
        empty={<EmptyState title={t('received.empty.title')}>{t('received.empty.text')}</EmptyState>}
      />
    </>
  );
}
