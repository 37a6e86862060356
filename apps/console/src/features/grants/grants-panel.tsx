import type { Grant, Organization } from '@wharf/api';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../actions/action-button.tsx';
import { useActions } from '../../actions/registry.ts';
import { useApiQuery } from '../../lib/queries.ts';
import { useListState, useUrlValue } from '../../lib/url-state.ts';
import { ChoiceBox } from '../../ui/choice-box.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { AddGrantsDialog } from './add-grants-dialog.tsx';
import { useAddGrants } from './grant-actions.tsx';
import { grantSorts } from './grant-sorts.ts';
import { GrantsTable } from './grants-table.tsx';
import { RemoveGrantDialog } from './remove-grant-dialog.tsx';
import './grants.css';

const coverings = ['all', 'whole', 'images'] as const;
type Covering = (typeof coverings)[number];

/** Who may use the organization or some of its images; whoever manages it adds, changes and removes permissions here. */
export function GrantsPanel({ organization }: { organization: Organization }) {
  const { t } = useTranslation('grants');
  const { t: words } = useTranslation('ui');
  const list = useListState(grantSorts);
  const [covers, setCovers] = useUrlValue('covers', 'all');
  const params = useMemo(() => ({ organization: organization.name }), [organization.name]);
  const query = { ...list.query, ...((covers === 'whole' || covers === 'images') && ({ covers } as const)) };
  const answer = useApiQuery('listGrants', { params, query });
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Grant>();
  const manages = organization.level === 'manage';
  const openDialog = useCallback(() => setAdding(true), []);
  const add = useAddGrants(openDialog);
  useActions(useMemo(() => (manages ? [add] : []), [manages, add]));
  const { name } = organization;
  return (
    <>
      <p className="grants-lead">
        {manages
          ? t('lead', { name })
          : t('read-only', { name, level: words(`level.${organization.level ?? 'none'}`) })}
      </p>
      <div className="toolbar">
        <SearchBox label={t('filter')} value={list.q} onChange={list.setQ} />
        <ChoiceBox<Covering>
          label={t('column.covers')}
          value={coverings.find((one) => one === covers) ?? 'all'}
          choices={coverings.map((value) => ({ value, label: t(`covering.${value}`) }))}
          onChange={setCovers}
        />
        {manages && <ActionButton action={add} type="primary" />}
      </div>
      <GrantsTable
        organization={name}
        changes={useCallback(() => manages, [manages])}
        list={list}
        answer={answer}
        onRemove={setRemoving}
        empty={
          <EmptyState
            title={t('empty.title')}
            {...(manages && { actions: <ActionButton action={add} type="primary" /> })}
          >
            {t('empty.text', { name })}
          </EmptyState>
        }
      />
      {adding && <AddGrantsDialog organization={name} onClose={() => setAdding(false)} />}
      {removing && <RemoveGrantDialog organization={name} grant={removing} onClose={() => setRemoving(undefined)} />}
    </>
  );
}
