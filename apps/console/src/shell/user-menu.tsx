import { LogoutOutlined, QuestionCircleOutlined, UserOutlined } from '@ant-design/icons';
import { App } from 'antd';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Action } from '../actions/action.ts';
import { MenuButton } from '../actions/action-menu.tsx';
import { useActions, useRegisteredAction } from '../actions/registry.ts';
import { paths } from '../lib/paths.ts';
import { useSession, useSignOut } from '../lib/session.ts';
import { useProblemText } from '../ui/problem-text.ts';

export function UserMenu() {
  const { t } = useTranslation('shell');
  const { user } = useSession();
  const navigate = useNavigate();
  const { mutate: signOut, error, reset } = useSignOut();
  const { message } = App.useApp();
  const { textOf } = useProblemText();
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
  useEffect(() => {
    if (!error) return;
    // The menu is closed by now.
    const { title, remedy } = textOf(error);
    void message.error(`${title} ${remedy}`);
    reset();
  }, [error, message, reset, textOf]);
  const [profile, leave] = actions;
  const shown = [profile, help && { ...help, icon: <QuestionCircleOutlined aria-hidden /> }, leave].filter(
    (action): action is Action => action !== undefined,
  );
  return (
    <MenuButton className="user-button" actions={shown}>
      <span className="avatar" data-letter={user.name.slice(0, 1).toUpperCase()} aria-hidden />
      <span className="visually-hidden">{t('user-menu')}</span>
      <span className="user-name">{user.name}</span>
    </MenuButton>
  );
}
