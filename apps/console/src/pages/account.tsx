import type { Account } from '@wharf/api';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { ActionMenu } from '../actions/action-menu.tsx';
import { useActions } from '../actions/registry.ts';
import { type AccountTask, useAccountActions } from '../features/accounts/account-actions.tsx';
import { AccountDialogs } from '../features/accounts/account-dialogs.tsx';
import { AccountFacts } from '../features/accounts/account-facts.tsx';
import { UsersPanel } from '../features/users/users-panel.tsx';
import { paths } from '../lib/paths.ts';
import { useApiQuery } from '../lib/queries.ts';
import { useSession } from '../lib/session.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { LoadingState } from '../ui/loading-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';

/** One account with its users, for system administrators. */
export function AccountPage() {
  const { t } = useTranslation('accounts');
  const { account: name = '' } = useParams();
  const navigate = useNavigate();
  const { user: me } = useSession();
  const answer = useApiQuery('getAccount', { params: { account: name } });
  const [task, setTask] = useState<{ account: Account; kind: AccountTask }>();
  const actionsOf = useAccountActions(me.account, setTask);
  const account = answer.data;
  const actions = useMemo(() => (account ? actionsOf(account) : []), [account, actionsOf]);
  useActions(actions);
  const crumbs = [{ label: t('title'), to: paths.accounts }];
  if (!account) {
    return (
      <>
        <PageHeader title={name} crumbs={crumbs} />
        {answer.error ? (
          <ErrorState problem={answer.error} onRetry={() => void answer.refetch()} />
        ) : (
          <LoadingState lines={8} />
        )}
      </>
    );
  }
  return (
    <>
      <PageHeader title={name} crumbs={crumbs} actions={<ActionMenu label={name} actions={actions} />}>
        <AccountFacts account={account} />
      </PageHeader>
      <h2 className="section-title">{t('users')}</h2>
      <UsersPanel account={name} />
      <AccountDialogs
        task={task}
        onClose={() => setTask(undefined)}
        onRemoved={() => void navigate(paths.accounts, { replace: true })}
      />
    </>
  );
}
