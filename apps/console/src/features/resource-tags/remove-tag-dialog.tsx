import type { ResourceTagView } from '@wharf/api';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { announce } from '../../ui/announce.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import type { TaggedResource } from './resource-tags-panel.tsx';

/** Mount it to open it. */
export function RemoveTagDialog({
  resource,
  tag,
  onClose,
}: {
  resource: TaggedResource;
  tag: ResourceTagView;
  onClose: () => void;
}) {
  const { t } = useTranslation('resource-tags');
  const { t: words } = useTranslation('ui');
  const { key } = tag;
  return (
    <Modal
      open
      title={t('remove-title', { key })}
      okText={t('remove')}
      cancelText={words('cancel')}
      okButtonProps={{ danger: true, loading: resource.changing }}
      onCancel={onClose}
      onOk={() =>
        resource.change({ remove: [key] }, () => {
          announce(t('removed', { key }));
          onClose();
        })
      }
    >
      <p>{t('remove-text', { name: resource.name })}</p>
      <ErrorNote problem={resource.changeError} />
    </Modal>
  );
}
