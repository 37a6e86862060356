import type { Organization } from '@wharf/api';
import { App, Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '../../lib/paths.ts';
import { useApiMutation } from '../../lib/queries.ts';
import { ConfirmByName } from '../../ui/confirm-by-name.tsx';

/** Deletes an empty organization after its name was typed; of one that holds images it says what to do first. */
export function RemoveOrganizationDialog({
  organization,
  onClose,
  onRemoved,
}: {
  organization: Organization;
  onClose: () => void;
  onRemoved: () => void;
}) {
  const { t } = useTranslation('organizations');
  const { message } = App.useApp();
  const { name, imageCount } = organization;
  const remove = useApiMutation('removeOrganization', { invalidates: ['listOrganizations', 'getOverview'] });
  // The server may know of an image that came in since the list was loaded.
  const count = remove.error?.code === 'not-empty' ? Math.max(imageCount, 1) : imageCount;
  if (count > 0) return <NotEmpty name={name} count={count} onClose={onClose} />;
  return (
    <ConfirmByName
      title={t('delete.title', { name })}
      name={name}
      confirmLabel={t('delete.action')}
      pending={remove.isPending}
      problem={remove.error}
      onCancel={onClose}
      onConfirm={() =>
        remove.mutate(
          { params: { organization: name } },
          {
            onSuccess: () => {
              void message.success(t('delete.deleted', { name }));
              onRemoved();
            },
          },
        )
      }
    >
      <p>{t('delete.consequence')}</p>
    </ConfirmByName>
  );
}

function NotEmpty({ name, count, onClose }: { name: string; count: number; onClose: () => void }) {
  const { t } = useTranslation('organizations');
  return (
    <Modal
      open
      title={t('delete.not-empty-title', { name })}
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('delete.close')}
        </Button>
      }
    >
      <p>{t('delete.not-empty', { count })}</p>
      <p>
        <Link to={paths.organization(name)} onClick={onClose}>
          {t('delete.show-images')}
        </Link>
      </p>
    </Modal>
  );
}
