import { ShareAltOutlined } from '@ant-design/icons';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../actions/action.ts';

/** @param refusal why the image cannot be shared now */
export function useAddShares(perform: () => void, refusal: string | undefined): Action {
  const { t } = useTranslation('shares');
  return useMemo(
    () => ({
      id: 'shares.add',
      label: t('add.action'),
      section: 'here',
      icon: <ShareAltOutlined aria-hidden />,
      shortcut: 'n',
      ...(refusal !== undefined && { refusal }),
      perform,
    }),
    [t, perform, refusal],
  );
}
