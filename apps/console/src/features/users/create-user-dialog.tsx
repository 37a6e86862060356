import type { Body } from '@wharf/api';
import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { NewPasswordField } from '../../ui/new-password-field.tsx';
import { onceOpened } from '../../ui/opening-focus.ts';
import { useProblemText } from '../../ui/problem-text.ts';
import { type Access, AccessChoice } from './access-choice.tsx';
import { MustChangeBox } from './must-change-box.tsx';
import { RoleChoice } from './role-choice.tsx';

const namePattern = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/;

type Values = Pick<Body<'createUser'>, 'name' | 'password' | 'role' | 'mustChangePassword'> & { access: Access };

const initial = {
  role: 'member' as const,
  mustChangePassword: true,
  access: { consoleAccess: true, programmaticAccess: true },
};

/** Mount it to open it. */
export function CreateUserDialog({ account, onClose }: { account?: string | undefined; onClose: () => void }) {
  const { t } = useTranslation('users');
  const { formErrors, fieldTextOf } = useProblemText();
  const [form] = Form.useForm<Values>();
  const create = useApiMutation('createUser', {
    invalidates: ['listUsers', 'listGrantCandidates', 'listAccounts', 'getAccount'],
  });
  const consoleAccess = Form.useWatch('access', form)?.consoleAccess ?? true;
  const taken = create.error?.code === 'name-taken';
  const submit = ({ access, ...values }: Values) =>
    create.mutate(
      { body: { ...values, ...access, ...(account !== undefined && { account }) } },
      {
        onSuccess: ({ name }) => {
          announce(t('create.done', { name }));
          onClose();
        },
        onError: (problem) => {
          form.setFields(formErrors(problem).map(({ name, errors }) => ({ name: name as keyof Values, errors })));
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
      afterOpenChange={onceOpened(() => form.focusField('name'))}
    >
      <Form form={form} layout="vertical" requiredMark={false} initialValues={initial} onFinish={submit}>
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
        <NewPasswordField name="password" label={t('password.first')} />
        {consoleAccess && <MustChangeBox />}
        <Form.Item name="role" label={t('column.role')}>
          <RoleChoice />
        </Form.Item>
        <Form.Item name="access" label={t('column.access')}>
          <AccessChoice />
        </Form.Item>
        {!taken && <ErrorNote problem={create.error} />}
      </Form>
    </Modal>
  );
}
