import './second-factors.css';
import { Button, Form, Input, Modal } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { useOpeningFocus } from '../../ui/opening-focus.ts';
import { PasswordStep } from '../../ui/password-step.tsx';
import { QrCode } from './qr-code.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

/** Password, then the picture for the app and its first code, then the recovery codes. Mount it to open it. */
export function EnrolDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('second-factors');
  const form = useId();
  const { input, afterOpenChange } = useOpeningFocus();
  const begin = useApiMutation('beginSecondFactor');
  const confirm = useApiMutation('confirmSecondFactor', { invalidates: ['getSecondFactor', 'listSessions'] });
  const codes = confirm.data?.recoveryCodes;
  const wrong = confirm.error?.code === 'wrong-credentials';
  const next = (
    <Button key="next" type="primary" htmlType="submit" form={form} loading={begin.isPending || confirm.isPending}>
      {begin.data ? t('enrol.confirm') : t('enrol.next')}
    </Button>
  );
  return (
    <Modal
      open
      title={codes ? t('codes.title') : t('enrol.title')}
      mask={{ closable: false }}
      afterOpenChange={afterOpenChange}
      onCancel={onClose}
      footer={
        codes ? (
          <Button type="primary" onClick={onClose}>
            {t('codes.kept')}
          </Button>
        ) : (
          [
            <Button key="cancel" onClick={onClose}>
              {t('ui:cancel')}
            </Button>,
            next,
          ]
        )
      }
    >
      {codes && <RecoveryCodes codes={codes} />}
      {!codes && !begin.data && (
        <>
          <p className="dialog-lead">{t('enrol.lead')}</p>
          <PasswordStep
            form={form}
            input={input}
            problem={begin.error}
            onPassword={(password) => begin.mutate({ body: { password } })}
          />
        </>
      )}
      {!codes && begin.data && (
        <Form<{ code: string }>
          id={form}
          layout="vertical"
          requiredMark={false}
          onFinish={({ code }) => confirm.mutate({ body: { code } })}
        >
          <div className="second-factor-step">
            <QrCode text={begin.data.uri} label={t('enrol.picture')} />
            <div>
              <p>{t('enrol.scan')}</p>
              <p className="quiet">{t('enrol.by-hand')}</p>
              <div className="second-factor-secret">
                <code>{begin.data.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
                <CopyButton text={begin.data.secret} name={t('enrol.secret')} />
              </div>
            </div>
          </div>
          <Form.Item
            name="code"
            label={t('enrol.code')}
            rules={[{ required: true, message: t('enrol.code-missing') }]}
            {...(wrong && {
              validateStatus: 'error' as const,
              help: <span role="alert">{t('enrol.code-wrong')}</span>,
            })}
          >
            <Input autoFocus autoComplete="one-time-code" inputMode="numeric" maxLength={16} />
          </Form.Item>
          {!wrong && <ErrorNote problem={confirm.error} />}
        </Form>
      )}
    </Modal>
  );
}
