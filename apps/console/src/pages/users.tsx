import type { User } from '@wharf/api';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../actions/action-button.tsx';
import { useActions } from '../actions/registry.ts';
import { DisableUserDialog } from '../features/users/disable-user-dialog.tsx';
import { ResetSecondFactorDialog } from '../features/users/reset-second-factor-dialog.tsx';
import { RoleDialog } from '../features/users/role-dialog.tsx';
import { type UserTask, useCreateUserAction, useUserActions } from '../features/users/user-actions.tsx';
import { userSorts } from '../features/users/user-sorts.ts';
import { UsersTable } from '../features/users/users-table.tsx';
import { useApiQuery } from '../lib/queries.ts';
import { isAccountAdministrator, useSession } from '../lib/session.ts';
import { useListState, useUrlValue } from '../lib/url-state.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { lazyDialog } from '../ui/lazy-part.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SearchBox } from '../ui/search-box.tsx';

// antd's form is half the size of a page.
const CreateUserDialog = lazyDialog(
  async () => (await import('../features/users/create-user-dialog.tsx')).CreateUserDialog,
  'users',
);
const ResetPasswordDialog = lazyDialog(
  async () => (await import('../features/users/reset-password-dialog.tsx')).ResetPasswordDialog,
  'users',
);

export function UsersPage() {
  const { t } = useTranslation('users');
  const allowed = isAccountAdministrator(useSession());
  if (allowed) return <Users />;
  return (
    <>
      <PageHeader title={t('title')} />
      <EmptyState title={t('forbidden.title')}>
        <p>{t('forbidden.text')}</p>
      </EmptyState>
    </>
  );
}

function Users() {
  const { t } = useTranslation('users');
  const { user: me } = useSession();
  const list = useListState(userSorts);
  const answer = useApiQuery('listUsers', { query: list.query });
  const [dialog, setDialog] = useUrlValue('dialog', '');
  const [task, setTask] = useState<{ user: User; kind: UserTask }>();
  const create = useCreateUserAction(useCallback(() => setDialog('create'), [setDialog]));
  const actionsOf = useUserActions(me.id, setTask);
  useActions(useMemo(() => [create], [create]));
  const close = () => setTask(undefined);
  return (
    <>
      <PageHeader title={t('title')} actions={<ActionButton action={create} type="primary" />}>
        {t('lead', { account: me.account })}
      </PageHeader>
      <div className="toolbar">
        <SearchBox label={t('filter')} value={list.q} onChange={list.setQ} />
      </div>
      <UsersTable list={list} answer={answer} me={me.id} actionsOf={actionsOf} />
      {dialog === 'create' && <CreateUserDialog onClose={() => setDialog('')} />}
      {task?.kind === 'role' && <RoleDialog user={task.user} onClose={close} />}
      {task?.kind === 'password' && <ResetPasswordDialog user={task.user} onClose={close} />}
      {task?.kind === 'second-factor' && <ResetSecondFactorDialog user={task.user} onClose={close} />}
      {task?.kind === 'disabled' && <DisableUserDialog user={task.user} onClose={close} />}
    </>
  );
}
