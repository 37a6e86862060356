import type { Grant, RepositoryDetail } from '@wharf/api';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../actions/action-button.tsx';
import { useActions } from '../../actions/registry.ts';
import { useApiQuery } from '../../lib/queries.ts';
import { useListState } from '../../lib/url-state.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { AddGrantsDialog } from './add-grants-dialog.tsx';
import { useAddGrants } from './grant-actions.tsx';
import { grantSorts } from './grant-sorts.ts';
import { GrantsTable } from './grants-table.tsx';
import { RemoveGrantDialog } from './remove-grant-dialog.tsx';
import './grants.css';

/** Who may use one image, and through what; whoever manages it gives and takes what is on this image alone. */
export function RepositoryGrantsPanel({ repository }: { repository: RepositoryDetail }) {
  const { t } = useTranslation('grants');
  const { organization, path, level } = repository;
  const list = useListState(grantSorts);
  const params = useMemo(() => ({ organization, repository: path }), [organization, path]);
  const answer = useApiQuery('listRepositoryGrants', { params, query: list.query });
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Grant>();
  const manages = level === 'manage';
  const openDialog = useCallback(() => setAdding(true), []);
  const add = useAddGrants(openDialog);
  useActions(useMemo(() => (manages ? [add] : []), [manages, add]));
  const changes = useCallback((grant: Grant) => manages && grant.pattern === path, [manages, path]);
  return (
    <>
      <p className="grants-lead">{t('image-lead', { name: `${organization}/${path}`, organization })}</p>
      <div className="toolbar">
        <SearchBox label={t('filter')} value={list.q} onChange={list.setQ} />
        {manages && <ActionButton action={add} type="primary" />}
      </div>
      <GrantsTable
        organization={organization}
        changes={changes}
        list={list}
        answer={answer}
        onRemove={setRemoving}
        empty={
          <EmptyState
            title={t('empty.title')}
            {...(manages && { actions: <ActionButton action={add} type="primary" /> })}
          >
            {t('empty.text', { name: `${organization}/${path}` })}
          </EmptyState>
        }
      />
      {adding && <AddGrantsDialog organization={organization} repository={path} onClose={() => setAdding(false)} />}
      {removing && (
        <RemoveGrantDialog organization={organization} grant={removing} onClose={() => setRemoving(undefined)} />
      )}
    </>
  );
}
