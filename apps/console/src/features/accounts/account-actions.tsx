import { CheckCircleOutlined, DashboardOutlined, DeleteOutlined, PlusOutlined, StopOutlined } from '@ant-design/icons';
import type { Account } from '@wharf/api';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../actions/action.ts';

/** What can be asked about one account; each has a dialog. */
export type AccountTask = 'quotas' | 'disabled' | 'removed';

export function useCreateAccountAction(perform: () => void): Action {
  const { t } = useTranslation('accounts');
  return useMemo(
    () => ({
      id: 'account.create',
      label: t('create.action'),
      section: 'create',
      icon: <PlusOutlined aria-hidden />,
      perform,
    }),
    [t, perform],
  );
}

/** The menu of an account. Nobody disables or deletes the one that he belongs to. */
export function useAccountActions(own: string, start: (task: { account: Account; kind: AccountTask }) => void) {
  const { t } = useTranslation('accounts');
  return useMemo(
    () =>
      (account: Account): Action[] => {
        const action = (kind: AccountTask, label: string, icon: React.ReactNode): Action => ({
          id: `account.${kind}.${account.id}`,
          label,
          section: 'here',
          icon,
          perform: () => start({ account, kind }),
        });
        const refusal = account.name === own ? { refusal: t('own') } : {};
        return [
          action('quotas', t('quotas.action'), <DashboardOutlined aria-hidden />),
          account.disabled
            ? { ...action('disabled', t('enable.action'), <CheckCircleOutlined aria-hidden />), ...refusal }
            : {
                ...action('disabled', t('disable.action'), <StopOutlined aria-hidden />),
                dangerous: true,
                ...refusal,
              },
          { ...action('removed', t('remove.action'), <DeleteOutlined aria-hidden />), dangerous: true, ...refusal },
        ];
      },
    [t, own, start],
  );
}
