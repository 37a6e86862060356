import type { Grant, Organization } from '@wharf/api';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../actions/action-button.tsx';
import { useActions } from '../../actions/registry.ts';
import { useApiQuery } from '../../lib/queries.ts';
import { useListState } from '../../lib/url-state.ts';
import { SearchBox } from '../../ui/search-box.tsx';
import { AddGrantsDialog } from './add-grants-dialog.tsx';
import { useAddGrants } from './grant-actions.tsx';
import { grantSorts } from './grant-sorts.ts';
import { GrantsTable } from './grants-table.tsx';
import { RemoveGrantDialog } from './remove-grant-dialog.tsx';
import './grants.css';

/** Who may use the organization; whoever manages it adds, changes and removes users here. */
export function GrantsPanel({ organization }: { organization: Organization }) {
  const { t } = useTranslation('grants');
  const { t: words } = useTranslation('ui');
  const list = useListState(grantSorts);
  const params = useMemo(() => ({ organization: organization.name }), [organization.name]);
  const answer = useApiQuery('listGrants', { params, query: list.query });
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
        {manages ? t('lead', { name }) : t('read-only', { name, level: words(`level.${organization.level}`) })}
      </p>
      <div className="toolbar">
        <SearchBox label={t('filter')} value={list.q} onChange={list.setQ} />
        {manages && <ActionButton action={add} type="primary" />}
      </div>
      <GrantsTable
        organization={name}
        manages={manages}
        list={list}
        answer={answer}
        add={manages ? add : undefined}
        onRemove={setRemoving}
      />
      {adding && <AddGrantsDialog organization={name} onClose={() => setAdding(false)} />}
      {removing && <RemoveGrantDialog organization={name} grant={removing} onClose={() => setRemoving(undefined)} />}
    </>
  );
}
