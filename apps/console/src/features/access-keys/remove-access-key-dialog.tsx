import type { AccessKey } from '@wharf/api';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { LastUse } from '../../ui/last-use.tsx';

/** Says who is cut off, then removes. Mount it to open it. */
export function RemoveAccessKeyDialog({ accessKey, onClose }: { accessKey: AccessKey; onClose: () => void }) {
  const { t } = useTranslation('access-keys');
  const { id, lastUsedAt, lastUsedFrom } = accessKey;
  const remove = useApiMutation('removeAccessKey', { invalidates: ['listAccessKeys'] });
  const confirm = () =>
    remove.mutate(
      { params: { key: id } },
      {
        onSuccess: () => {
          announce(t('remove.done', { id }));
          onClose();
        },
      },
    );
  return (
    <Modal
      open
      title={t('remove.title')}
      okText={t('remove.action')}
      okButtonProps={{ danger: true, loading: remove.isPending }}
      cancelText={t('ui:cancel')}
      onOk={confirm}
      onCancel={onClose}
    >
      <p>{t('remove.text', { id })}</p>
      <p className="quiet">
        {t('column.used')}: <LastUse at={lastUsedAt} from={lastUsedFrom} />
      </p>
      <ErrorNote problem={remove.error} />
    </Modal>
  );
}
