import { LogoutOutlined, QuestionCircleOutlined, UserOutlined } from '@ant-design/icons';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Action } from '../actions/action.ts';
import { MenuButton } from '../actions/action-menu.tsx';
import { useActions, useRegisteredAction } from '../actions/registry.ts';
import { paths } from '../lib/paths.ts';
import { useSession, useSignOut } from '../lib/session.ts';

export function UserMenu() {
  const { t } = useTranslation('shell');
  const { user } = useSession();
  const navigate = useNavigate();
  const { mutate: signOut } = useSignOut();
  const help = useRegisteredAction('help.shortcuts');
  const actions = useMemo(
    (): Action[] => [
      {
        id: 'go.profile',
        label: t('navigation.profile'),
        section: 'settings',
        icon: <UserOutlined aria-hidden />,
        shortcut: 'g p',
        perform: () => navigate(paths.profile),
      },
      {
        id: 'session.sign-out',
        label: t('sign-out'),
        section: 'settings',
        icon: <LogoutOutlined aria-hidden />,
        perform: () => signOut(),
      },
    ],
    [t, navigate, signOut],
  );
  useActions(actions);
  const [profile, leave] = actions;
  const shown = [profile, help && { ...help, icon: <QuestionCircleOutlined aria-hidden /> }, leave].filter(
    (action): action is Action => action !== undefined,
  );
  return (
    <MenuButton label={t('user-menu', { name: user.name })} className="user-button" actions={shown}>
      <span className="avatar" aria-hidden>
        {user.name.slice(0, 1).toUpperCase()}
      </span>
      <span className="user-name" aria-hidden>
        {user.name}
      </span>
    </MenuButton>
  );
}
