import type { User } from '@wharf/api';
import { Form, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { NewPasswordField } from '../../ui/new-password-field.tsx';
import { onceOpened } from '../../ui/opening-focus.ts';
import { MustChangeBox } from './must-change-box.tsx';

interface Values {
  password: string;
  mustChangePassword?: boolean;
}

/** Mount it to open it. */
export function ResetPasswordDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('users');
  const [form] = Form.useForm<Values>();
  const update = useApiMutation('updateUser', { invalidates: ['listUsers'] });
  const save = (body: Values) =>
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
      afterOpenChange={onceOpened(() => form.focusField('password'))}
    >
      <p className="dialog-lead">{t('password.consequence')}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ mustChangePassword: true }}
        onFinish={save}
      >
        <NewPasswordField name="password" label={t('password.next')} />
        {user.consoleAccess && <MustChangeBox />}
      </Form>
      <ErrorNote problem={update.error} />
    </Modal>
  );
}
