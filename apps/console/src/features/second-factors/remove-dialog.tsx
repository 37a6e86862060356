import { Modal } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { useOpeningFocus } from '../../ui/opening-focus.ts';
import { PasswordStep } from '../../ui/password-step.tsx';

/** Mount it to open it. */
export function RemoveDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('second-factors');
  const form = useId();
  const { input, afterOpenChange } = useOpeningFocus();
  const remove = useApiMutation('removeSecondFactor', { invalidates: ['getSecondFactor'] });
  const submit = (password: string) =>
    remove.mutate(
      { body: { password } },
      {
        onSuccess: () => {
          announce(t('remove.done'));
          onClose();
        },
      },
    );
  return (
    <Modal
      open
      title={t('remove.title')}
      okText={t('remove.action')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ danger: true, htmlType: 'submit', form, loading: remove.isPending }}
      afterOpenChange={afterOpenChange}
      onCancel={onClose}
    >
      <p className="dialog-lead">{t('remove.consequence')}</p>
      <PasswordStep form={form} input={input} problem={remove.error} onPassword={submit} />
    </Modal>
  );
}
