import type { Job } from '@wharf/api';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { useJobName } from './job-name.ts';

/** Says what stays done, then asks for the task's end. Mount it to open it. */
export function CancelJobDialog({ job, onClose }: { job: Job; onClose: () => void }) {
  const { t } = useTranslation('jobs');
  const name = useJobName()(job);
  const cancel = useApiMutation('cancelJob', { invalidates: ['listJobs', 'getJob'] });
  const confirm = () =>
    cancel.mutate(
      { params: { job: job.id } },
      {
        onSuccess: () => {
          announce(t('cancel.done', { name }));
          onClose();
        },
      },
    );
  return (
    <Modal
      open
      title={t('cancel.title')}
      okText={t('cancel.action')}
      okButtonProps={{ danger: true, loading: cancel.isPending }}
      cancelText={t('cancel.keep')}
      onOk={confirm}
      onCancel={onClose}
    >
      <p>{t('cancel.text', { name })}</p>
      <ErrorNote problem={cancel.error} />
    </Modal>
  );
}
