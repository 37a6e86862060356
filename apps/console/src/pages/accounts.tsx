import type { Account } from '@wharf/api';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ActionButton } from '../actions/action-button.tsx';
import { useActions } from '../actions/registry.ts';
import { type AccountTask, useAccountActions, useCreateAccountAction } from '../features/accounts/account-actions.tsx';
import { AccountDialogs } from '../features/accounts/account-dialogs.tsx';
import { accountSorts } from '../features/accounts/account-sorts.ts';
import { AccountsTable } from '../features/accounts/accounts-table.tsx';
import { paths } from '../lib/paths.ts';
import { useApiQuery } from '../lib/queries.ts';
import { isSystemAdministrator, useSession } from '../lib/session.ts';
import { useListState, useUrlValue } from '../lib/url-state.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { lazyDialog } from '../ui/lazy-part.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SearchBox } from '../ui/search-box.tsx';

const CreateAccountDialog = lazyDialog(
  async () => (await import('../features/accounts/create-account-dialog.tsx')).CreateAccountDialog,
  'accounts',
);

export function AccountsPage() {
  const { t } = useTranslation('accounts');
  if (isSystemAdministrator(useSession())) return <Accounts />;
  return (
    <>
      <PageHeader title={t('title')} />
      <EmptyState title={t('forbidden.title')}>
        <p>{t('forbidden.text')}</p>
      </EmptyState>
    </>
  );
}

function Accounts() {
  const { t } = useTranslation('accounts');
  const { user: me } = useSession();
  const navigate = useNavigate();
  const list = useListState(accountSorts);
  const answer = useApiQuery('listAccounts', { query: list.query });
  const [dialog, setDialog] = useUrlValue('dialog', '');
  const [task, setTask] = useState<{ account: Account; kind: AccountTask }>();
  const create = useCreateAccountAction(useCallback(() => setDialog('create'), [setDialog]));
  const actionsOf = useAccountActions(me.account, setTask);
  useActions(useMemo(() => [create], [create]));
  const close = () => setTask(undefined);
  return (
    <>
      <PageHeader title={t('title')} actions={<ActionButton action={create} type="primary" />}>
        {t('lead')}
      </PageHeader>
      <div className="toolbar">
        <SearchBox label={t('filter')} value={list.q} onChange={list.setQ} />
      </div>
      <AccountsTable list={list} answer={answer} own={me.account} actionsOf={actionsOf} />
      {dialog === 'create' && answer.data && (
        <CreateAccountDialog
          quotas={answer.data.defaultQuotas}
          onClose={() => setDialog('')}
          onCreated={(name) => void navigate(paths.account(name))}
        />
      )}
      <AccountDialogs task={task} onClose={close} onRemoved={close} />
    </>
  );
}
