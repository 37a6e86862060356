import type { User } from '@wharf/api';
import { Form, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { PasswordField } from './password-field.tsx';

/** Mount it to open it. */
export function ResetPasswordDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('users');
  const [form] = Form.useForm<{ password: string }>();
  const update = useApiMutation('updateUser', { invalidates: ['listUsers'] });
  const save = (body: { password: string }) =>
    update.mutate(
      { params: { user: user.id }, body },
      {
        onSuccess: () => {
          announce(t('saved'));
          onClose();
        },
      },
    );
  return (
    <Modal
      open
      title={t('password.title', { name: user.name })}
      okText={t('password.action')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ loading: update.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
      afterOpenChange={(open) => open && form.focusField('password')}
    >
      <p className="dialog-lead">{t('password.consequence')}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={save}>
        <PasswordField name="password" label={t('password.next')} />
      </Form>
      <ErrorNote problem={update.error} />
    </Modal>
  );
}
