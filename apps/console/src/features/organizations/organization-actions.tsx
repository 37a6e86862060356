import { DeleteOutlined, GlobalOutlined, LockOutlined, PlusOutlined } from '@ant-design/icons';
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

/** Makes the action that opens an organization to everybody, or closes it again. */
export function useChangeOrganizationVisibility(change: (organization: Organization) => void) {
  const { t } = useTranslation('organizations');
  return useMemo(
    () =>
      (organization: Organization): Action => ({
        id: 'organization.visibility',
        label: organization.visibility === 'private' ? t('visibility.action-public') : t('visibility.action-private'),
        section: 'here',
        icon: organization.visibility === 'private' ? <GlobalOutlined aria-hidden /> : <LockOutlined aria-hidden />,
        ...(organization.level !== 'manage' && { refusal: t('delete.not-allowed') }),
        perform: () => change(organization),
      }),
    [t, change],
  );
}
