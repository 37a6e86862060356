import './profile.css';
import type { SignInMethod } from '@wharf/api';
import { Button, Form, Input } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiMutation } from '../../lib/queries.ts';
import { useSession } from '../../lib/session.ts';
import { announce } from '../../ui/announce.tsx';
import { ErrorNote } from '../../ui/error-state.tsx';
import { useProblemText } from '../../ui/problem-text.ts';

interface Values {
  current: string;
  next: string;
  again: string;
}

/** Changes the password; who has none here is told where it is kept. */
export function PasswordPanel({ method }: { method: SignInMethod | undefined }) {
  const { t } = useTranslation('profile');
  const id = useId();
  if (method === undefined || method === 'password') return <ChangePasswordPanel />;
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{t('password.title')}</h2>
      <p>{t(`password.kept-by.${method}`)}</p>
    </section>
  );
}

function ChangePasswordPanel() {
  const { t } = useTranslation('profile');
  const id = useId();
  const { user } = useSession();
  const { formErrors, fieldTextOf } = useProblemText();
  const [form] = Form.useForm<Values>();
  const change = useApiMutation('changePassword', { invalidates: ['listSessions', 'getSession'] });
  const submit = ({ current, next }: Values) =>
    change.mutate(
      { body: { current, next } },
      {
        onSuccess: () => {
          form.resetFields();
          announce(t('password.done'));
        },
        onError: (problem) => {
          if (problem.code === 'wrong-credentials') {
            form.setFields([{ name: 'current', errors: [t('password.wrong')] }]);
            form.getFieldInstance('current')?.focus();
          }
          form.setFields(formErrors(problem).map(({ name, errors }) => ({ name: name as keyof Values, errors })));
        },
      },
    );
  const wrong = change.error?.code === 'wrong-credentials';
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>{t('password.title')}</h2>
      <p className="panel-lead">{t('password.lead')}</p>
      <Form form={form} layout="vertical" requiredMark={false} className="password-form" onFinish={submit}>
        {/* Tells password keepers whose password this is. */}
        <input type="text" name="username" autoComplete="username" value={user.name} readOnly hidden />
        <Form.Item
          name="current"
          label={t('password.current')}
          rules={[{ required: true, message: t('password.current-missing') }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item
          name="next"
          label={t('password.next')}
          extra={t('password.rule')}
          validateTrigger="onBlur"
          rules={[{ required: true, min: 10, message: fieldTextOf('password-short') }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item
          name="again"
          label={t('password.again')}
          dependencies={['next']}
          validateTrigger="onBlur"
          rules={[
            ({ getFieldValue }) => ({
              validator: async (_, value) => {
                if (value !== getFieldValue('next')) throw new Error(t('password.different'));
              },
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        {!wrong && <ErrorNote problem={change.error} />}
        <Button htmlType="submit" type="primary" loading={change.isPending}>
          {t('password.submit')}
        </Button>
        {change.isSuccess && <p className="form-done">{t('password.done')}</p>}
      </Form>
    </section>
  );
}
