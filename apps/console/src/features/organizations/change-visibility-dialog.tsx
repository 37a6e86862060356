import type { Organization } from '@wharf/api';
import { App, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { ErrorNote } from '../../ui/error-state.tsx';

/** Tells who can pull afterwards, then changes it; mount it to open it. */
export function ChangeOrganizationVisibilityDialog(props: { organization: Organization; onClose: () => void }) {
  const { organization, onClose } = props;
  const { t } = useTranslation('organizations');
  const { message } = App.useApp();
  // As it was when the dialog opened: the answer must not turn the question around while it closes.
  const [next] = useState(organization.visibility === 'private' ? ('public' as const) : ('private' as const));
  const update = useApiMutation('updateOrganization', { invalidates: ['getOrganization', 'listOrganizations'] });
  const { name } = organization;
  return (
    <Modal
      open
      title={t(`visibility.${next}-title`, { name })}
      okText={t(`visibility.action-${next}`)}
      cancelText={t('ui:cancel')}
      okButtonProps={{ loading: update.isPending }}
      onCancel={onClose}
      onOk={() =>
        update.mutate(
          { params: { organization: name }, body: { visibility: next } },
          {
            onSuccess: () => {
              void message.success(t(`visibility.now-${next}`, { name }));
              onClose();
            },
          },
        )
      }
    >
      <p>{t(`visibility.${next}-consequence`)}</p>
      <ErrorNote problem={update.error} />
    </Modal>
  );
}
