import { Modal } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { useOpeningFocus } from '../../ui/opening-focus.ts';
import { PasswordStep } from '../../ui/password-step.tsx';

/** The password, then the provider's own page, which leads back to the profile. Mount it to open it. */
export function LinkDialog({ provider, onClose }: { provider: string; onClose: () => void }) {
  const { t } = useTranslation('oidc');
  const form = useId();
  const { input, afterOpenChange } = useOpeningFocus();
  const begin = useApiMutation('beginIdentityLink');
  const [leaving, setLeaving] = useState(false);
  const submit = (password: string) =>
    begin.mutate(
      { body: { password } },
      {
        onSuccess: ({ address }) => {
          setLeaving(true);
          location.assign(address);
        },
      },
    );
  return (
    <Modal
      open
      title={t('link.title', { provider })}
      okText={t('link.go', { provider })}
      cancelText={t('ui:cancel')}
      okButtonProps={{ htmlType: 'submit', form, loading: begin.isPending || leaving }}
      afterOpenChange={afterOpenChange}
      onCancel={onClose}
    >
      <p className="dialog-lead">{t('link.lead')}</p>
      <PasswordStep form={form} input={input} problem={begin.error} onPassword={submit} />
    </Modal>
  );
}
