import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import type { Organization } from '@wharf/api';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../actions/action.ts';

export function useCreateOrganization(perform: () => void): Action {
  const { t } = useTranslation('organizations');
  return useMemo(
    () => ({
      id: 'organization.create',
      label: t('create.action'),
      section: 'create',
      icon: <PlusOutlined aria-hidden />,
      shortcut: 'n',
      perform,
    }),
    [t, perform],
  );
}

/** Makes the action that deletes one organization: for its row's menu, and for its own page. */
export function useRemoveOrganization(remove: (organization: Organization) => void) {
  const { t } = useTranslation('organizations');
  return useMemo(
    () =>
      (organization: Organization): Action => ({
        id: 'organization.delete',
        label: t('delete.action'),
        section: 'here',
        icon: <DeleteOutlined aria-hidden />,
        dangerous: true,
        ...(organization.level !== 'manage' && { refusal: t('delete.not-allowed') }),
        perform: () => remove(organization),
      }),
    [t, remove],
  );
}
