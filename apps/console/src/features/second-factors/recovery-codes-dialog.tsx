import { Button, Modal } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { useOpeningFocus } from '../../ui/opening-focus.ts';
import { PasswordStep } from '../../ui/password-step.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

/** New codes in place of the earlier ones. Mount it to open it. */
export function RecoveryCodesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('second-factors');
  const form = useId();
  const { input, afterOpenChange } = useOpeningFocus();
  const create = useApiMutation('createRecoveryCodes', { invalidates: ['getSecondFactor'] });
  const done = create.data !== undefined;
  return (
    <Modal
      open
      title={t('codes.title')}
      mask={{ closable: !done }}
      afterOpenChange={afterOpenChange}
      onCancel={onClose}
      footer={
        done ? (
          <Button type="primary" onClick={onClose}>
            {t('codes.kept')}
          </Button>
        ) : (
          [
            <Button key="cancel" onClick={onClose}>
              {t('ui:cancel')}
            </Button>,
            <Button key="go" type="primary" htmlType="submit" form={form} loading={create.isPending}>
              {t('codes.make')}
            </Button>,
          ]
        )
      }
    >
      {create.data ? (
        <RecoveryCodes codes={create.data.recoveryCodes} />
      ) : (
        <>
          <p className="dialog-lead">{t('codes.consequence')}</p>
          <PasswordStep
            form={form}
            input={input}
            problem={create.error}
            onPassword={(password) => create.mutate({ body: { password } })}
          />
        </>
      )}
    </Modal>
  );
}
