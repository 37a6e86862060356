import { KeyOutlined } from '@ant-design/icons';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../actions/action.ts';
import { useActions } from '../actions/registry.ts';
import { loadWords } from '../lib/i18n.ts';

const LoginCommandDialog = lazy(async () => {
  const [module] = await Promise.all([
    import('./login-command-dialog.tsx'),
    loadWords(['login-commands', 'access-keys']),
  ]);
  return { default: module.LoginCommandDialog };
});

/** Offers `login-command.create` on every page; the dialog is loaded when first asked for. */
export function LoginCommandHost() {
  const { t } = useTranslation('shell');
  const [open, setOpen] = useState(false);
  useActions(
    useMemo(
      (): Action[] => [
        {
          id: 'login-command.create',
          label: t('login-command'),
          section: 'create',
          icon: <KeyOutlined aria-hidden />,
          shortcut: 'c',
          perform: () => setOpen(true),
        },
      ],
      [t],
    ),
  );
  return <Suspense fallback={null}>{open && <LoginCommandDialog onClose={() => setOpen(false)} />}</Suspense>;
}
