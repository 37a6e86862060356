import { UserAddOutlined } from '@ant-design/icons';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../actions/action.ts';

export function useAddGrants(perform: () => void): Action {
  const { t } = useTranslation('grants');
  return useMemo(
    () => ({
      id: 'grants.add',
      label: t('add.action'),
      section: 'here',
      icon: <UserAddOutlined aria-hidden />,
      shortcut: 'n',
      perform,
    }),
    [t, perform],
  );
}
