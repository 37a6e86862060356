import type { Organization } from '@wharf/api';
import { App, Button, Modal } from 'antd';
import type { ReactNode } from 'react';
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
  if (remove.error?.detail.reason === 'recycle-bin') return <BinNotEmpty name={name} onClose={onClose} />;
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

function BinNotEmpty({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = useTranslation('organizations');
  return (
    <StillHolds name={name} to={paths.recycleBin(name)} go={t('delete.show-bin')} onClose={onClose}>
      {t('delete.bin-not-empty')}
    </StillHolds>
  );
}

function NotEmpty({ name, count, onClose }: { name: string; count: number; onClose: () => void }) {
  const { t } = useTranslation('organizations');
  return (
    <StillHolds name={name} to={paths.organization(name)} go={t('delete.show-images')} onClose={onClose}>
      {t('delete.not-empty', { count })}
    </StillHolds>
  );
}

function StillHolds({
  name,
  to,
  go,
  onClose,
  children,
}: {
  name: string;
  to: string;
  go: string;
  onClose: () => void;
  children: ReactNode;
}) {
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
      <p>{children}</p>
      <p>
        <Link to={to} onClick={onClose}>
          {go}
        </Link>
      </p>
    </Modal>
  );
}
