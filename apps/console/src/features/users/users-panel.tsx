import type { User } from '@wharf/api';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../actions/action-button.tsx';
import { useActions } from '../../actions/registry.ts';
import { useApiQuery } from '../../lib/queries.ts';
import { useSession } from '../../lib/session.ts';
import { useListState, useUrlValue } from '../../lib/url-state.ts';
import { lazyDialog } from '../../ui/lazy-part.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { DisableUserDialog } from './disable-user-dialog.tsx';
import { RemoveUserDialog } from './remove-user-dialog.tsx';
import { ResetSecondFactorDialog } from './reset-second-factor-dialog.tsx';
import { RoleDialog } from './role-dialog.tsx';
import { type UserTask, useCreateUserAction, useUserActions } from './user-actions.tsx';
import { userSorts } from './user-sorts.ts';
import { UsersTable } from './users-table.tsx';

// antd's form is half the size of a page.
const CreateUserDialog = lazyDialog(async () => (await import('./create-user-dialog.tsx')).CreateUserDialog, 'users');
const ResetPasswordDialog = lazyDialog(
  async () => (await import('./reset-password-dialog.tsx')).ResetPasswordDialog,
  'users',
);
const AccessDialog = lazyDialog(async () => (await import('./access-dialog.tsx')).AccessDialog, 'users');

/** The users of an account: the reader's own, or of that name. */
export function UsersPanel({ account }: { account?: string }) {
  const { t } = useTranslation('users');
  const { user: me } = useSession();
  const list = useListState(userSorts);
  const answer = useApiQuery('listUsers', { query: { ...list.query, ...(account !== undefined && { account }) } });
  const [dialog, setDialog] = useUrlValue('dialog', '');
  const [task, setTask] = useState<{ user: User; kind: UserTask }>();
  const create = useCreateUserAction(useCallback(() => setDialog('create'), [setDialog]));
  const actionsOf = useUserActions(me.id, setTask);
  useActions(useMemo(() => [create], [create]));
  const close = () => setTask(undefined);
  return (
    <>
      <div className="toolbar">
        <SearchBox label={t('filter')} value={list.q} onChange={list.setQ} />
        <ActionButton action={create} type="primary" />
      </div>
      <UsersTable list={list} answer={answer} me={me.id} actionsOf={actionsOf} />
      {dialog === 'create' && <CreateUserDialog account={account} onClose={() => setDialog('')} />}
      {task?.kind === 'role' && <RoleDialog user={task.user} onClose={close} />}
      {task?.kind === 'access' && <AccessDialog user={task.user} me={me.id} onClose={close} />}
      {task?.kind === 'password' && <ResetPasswordDialog user={task.user} onClose={close} />}
      {task?.kind === 'second-factor' && <ResetSecondFactorDialog user={task.user} onClose={close} />}
      {task?.kind === 'disabled' && <DisableUserDialog user={task.user} onClose={close} />}
      {task?.kind === 'removed' && <RemoveUserDialog user={task.user} onClose={close} />}
    </>
  );
}
