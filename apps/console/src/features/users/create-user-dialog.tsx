import type { Body } from '@wharf/api';
import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { useProblemText } from '../../ui/problem-text.ts';
import { PasswordField } from './password-field.tsx';
import { RoleChoice } from './role-choice.tsx';

const namePattern = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/;

/** Mount it to open it. */
export function CreateUserDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('users');
  const { formErrors, fieldTextOf } = useProblemText();
  const [form] = Form.useForm<Body<'createUser'>>();
  const create = useApiMutation('createUser', { invalidates: ['listUsers', 'listGrantCandidates'] });
  const taken = create.error?.code === 'name-taken';
  const submit = (body: Body<'createUser'>) =>
    create.mutate(
      { body },
      {
        onSuccess: ({ name }) => {
          announce(t('create.done', { name }));
          onClose();
        },
        onError: (problem) => {
          form.setFields(
            formErrors(problem).map(({ name, errors }) => ({ name: name as keyof Body<'createUser'>, errors })),
          );
          if (problem.code === 'name-taken') form.setFields([{ name: 'name', errors: [t('create.taken')] }]);
        },
      },
    );
  return (
    <Modal
      open
      title={t('create.action')}
      okText={t('create.action')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ loading: create.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
      afterOpenChange={(open) => open && form.focusField('name')}
    >
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ role: 'member' }} onFinish={submit}>
        <Form.Item
          name="name"
          label={t('column.name')}
          extra={t('create.name-rule')}
          rules={[
            { required: true, message: t('create.name-missing') },
            { pattern: namePattern, message: fieldTextOf('user-name') },
          ]}
          validateTrigger="onBlur"
        >
          <Input autoComplete="off" spellCheck={false} />
        </Form.Item>
        <PasswordField name="password" label={t('password.first')} />
        <Form.Item name="role" label={t('column.role')}>
          <RoleChoice />
        </Form.Item>
        {!taken && <ErrorNote problem={create.error} />}
      </Form>
    </Modal>
  );
}
