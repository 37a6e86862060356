import type { Quotas } from '@wharf/api';
import { Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { announce } from '../../ui/announce.tsx';
import { CheckBox } from '../../ui/check-box.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { NewPasswordField } from '../../ui/new-password-field.tsx';
import { onceOpened } from '../../ui/opening-focus.ts';
import { useProblemText } from '../../ui/problem-text.ts';
import { QuotaFields } from './quota-fields.tsx';

interface Values {
  name: string;
  administrator: string;
  password: string;
  mustChangePassword: boolean;
}

/** What the server's fields are called in the form. */
const fieldNames: Record<string, keyof Values> = {
  name: 'name',
  'administrator.name': 'administrator',
  'administrator.password': 'password',
};

/** An account with its first administrator and its quotas. Mount it to open it. */
export function CreateAccountDialog(props: { quotas: Quotas; onClose: () => void; onCreated: (name: string) => void }) {
  const { onClose, onCreated } = props;
  const { t } = useTranslation('accounts');
  const { formErrors, fieldTextOf } = useProblemText();
  const [form] = Form.useForm<Values>();
  const [quotas, setQuotas] = useState(props.quotas);
  const create = useApiMutation('createAccount', { invalidates: ['listAccounts'] });
  const atField = create.error ? create.error.fields.length > 0 : false;
  const submit = ({ name, administrator, password, mustChangePassword }: Values) =>
    create.mutate(
      { body: { name, administrator: { name: administrator, password, mustChangePassword }, quotas } },
      {
        onSuccess: () => {
          announce(t('create.done', { name }));
          onCreated(name);
        },
        onError: (problem) =>
          form.setFields(
            formErrors(problem).flatMap(({ name: field, errors }) => {
              const own = fieldNames[field];
              return own ? [{ name: own, errors }] : [];
            }),
          ),
      },
    );
  return (
    <Modal
      open
      width={560}
      title={t('create.action')}
      okText={t('create.action')}
      cancelText={t('ui:cancel')}
      okButtonProps={{ loading: create.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
      afterOpenChange={onceOpened(() => form.focusField('name'))}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ mustChangePassword: true }}
        onFinish={submit}
      >
        <Form.Item
          name="name"
          label={t('create.name')}
          extra={t('create.name-rule')}
          rules={[{ required: true, message: fieldTextOf('empty') }]}
          validateTrigger="onBlur"
        >
          <Input autoComplete="off" autoCapitalize="none" spellCheck={false} />
        </Form.Item>
        <Form.Item
          name="administrator"
          label={t('create.administrator')}
          extra={t('create.administrator-text')}
          rules={[{ required: true, message: fieldTextOf('empty') }]}
          validateTrigger="onBlur"
        >
          <Input autoComplete="off" autoCapitalize="none" spellCheck={false} />
        </Form.Item>
        <NewPasswordField name="password" label={t('create.password')} />
        <Form.Item name="mustChangePassword" valuePropName="checked">
          <CheckBox>{t('create.must-change')}</CheckBox>
        </Form.Item>
      </Form>
      <QuotaFields value={quotas} onChange={setQuotas} />
      {!atField && <ErrorNote problem={create.error} />}
    </Modal>
  );
}
