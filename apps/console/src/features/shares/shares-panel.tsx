import type { Repository, Share } from '@wharf/api';
import { shareLimits } from '@wharf/api/share-limits';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../actions/action-button.tsx';
import { useActions } from '../../actions/registry.ts';
import { useApiQuery } from '../../lib/queries.ts';
import { useListState } from '../../lib/url-state.ts';
import { SearchBox } from '../../ui/search-box.tsx';
import { EndShareDialog } from './end-share-dialog.tsx';
import { useAddShares } from './share-actions.tsx';
import { ShareDialog } from './share-dialog.tsx';
import { shareFilters, shareSorts } from './share-sorts.ts';
import { SharesTable } from './shares-table.tsx';
import { StateFilter, useStateFilter } from './state-filter.tsx';
import './shares.css';

/** Which other accounts may pull the image, and until when; for whoever manages it. */
export function SharesPanel({ repository }: { repository: Repository }) {
  const { t } = useTranslation('shares');
  const { t: words } = useTranslation('ui');
  if (repository.level === 'manage') return <ManagedShares repository={repository} />;
  return <p className="shares-lead">{t('not-allowed', { level: words(`level.${repository.level}`) })}</p>;
}

function ManagedShares({ repository }: { repository: Repository }) {
  const { t } = useTranslation('shares');
  const { organization, path, visibility } = repository;
  const name = `${organization}/${path}`;
  const params = useMemo(() => ({ organization, repository: path }), [organization, path]);
  const list = useListState(shareSorts, shareFilters);
  const { state, setState } = useStateFilter();
  const answer = useApiQuery('listShares', { params, query: { ...list.query, ...(state && { state }) } });
  const [adding, setAdding] = useState(false);
  const [changing, setChanging] = useState<Share>();
  const [ending, setEnding] = useState<Share>();
  const open = useCallback(() => setAdding(true), []);
  const isPublic = visibility === 'public';
  const add = useAddShares(open, isPublic ? t('public.refusal') : undefined);
  useActions(useMemo(() => [add], [add]));
  const nothingAtAll = answer.data?.total === 0 && !list.filtered;
  return (
    <>
      <p className="shares-lead">
        {isPublic ? t('public.lead', { name }) : t('lead', { limit: shareLimits.perRepository })}
      </p>
      {!nothingAtAll && (
        <div className="toolbar">
          <SearchBox label={t('filter')} value={list.q} onChange={list.setQ} />
          <StateFilter state={state} onState={setState} />
          <ActionButton action={add} type="primary" />
        </div>
      )}
      <SharesTable
        name={name}
        list={list}
        answer={answer}
        add={add}
        resting={isPublic}
        onChange={setChanging}
        onEnd={setEnding}
      />
      {adding && <ShareDialog params={params} onClose={() => setAdding(false)} />}
      {changing && <ShareDialog params={params} share={changing} onClose={() => setChanging(undefined)} />}
      {ending && <EndShareDialog params={params} share={ending} onClose={() => setEnding(undefined)} />}
    </>
  );
}
