import {
  CheckCircleOutlined,
  DeleteOutlined,
  IdcardOutlined,
  ImportOutlined,
  LockOutlined,
  MobileOutlined,
  StopOutlined,
  UserAddOutlined,
} from '@ant-design/icons';
import type { User } from '@wharf/api';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../actions/action.ts';

/** What can be asked about one user; each has a dialog. */
export type UserTask = 'role' | 'access' | 'password' | 'second-factor' | 'disabled' | 'removed';

export function useCreateUserAction(perform: () => void): Action {
  const { t } = useTranslation('users');
  return useMemo(
    () => ({
      id: 'user.create',
      label: t('create.action'),
      section: 'create',
      icon: <UserAddOutlined aria-hidden />,
      perform,
    }),
    [t, perform],
  );
}

/** The menu of a user's row. Nobody can disable or demote himself; his own password is changed in the profile. */
export function useUserActions(me: string, start: (task: { user: User; kind: UserTask }) => void) {
  const { t } = useTranslation('users');
  return useMemo(
    () =>
      (user: User): Action[] => {
        const refusal = user.id === me ? { refusal: t('not-on-yourself') } : {};
        const allowed = (kind: UserTask, label: string, icon: React.ReactNode, impossible?: string): Action => ({
          id: `user.${kind}.${user.id}`,
          label,
          section: 'here',
          icon,
          ...(impossible && { refusal: impossible }),
          perform: () => start({ user, kind }),
        });
        const action = (...parts: Parameters<typeof allowed>): Action => ({ ...allowed(...parts), ...refusal });
        return [
          action('role', t('role.action'), <IdcardOutlined aria-hidden />),
          allowed('access', t('access.action'), <ImportOutlined aria-hidden />),
          action(
            'password',
            t('password.action'),
            <LockOutlined aria-hidden />,
            user.method === 'password' ? undefined : t('password.elsewhere'),
          ),
          action(
            'second-factor',
            t('second-factor.action'),
            <MobileOutlined aria-hidden />,
            user.secondFactor ? undefined : t('second-factor.none'),
          ),
          user.disabled
            ? action('disabled', t('enable.action'), <CheckCircleOutlined aria-hidden />)
            : { ...action('disabled', t('disable.action'), <StopOutlined aria-hidden />), dangerous: true },
          { ...action('removed', t('remove.action'), <DeleteOutlined aria-hidden />), dangerous: true },
        ];
      },
    [t, me, start],
  );
}
