import { Form, Input, type InputRef } from 'antd';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiProblem } from '../lib/api-client.ts';
import { useSession } from '../lib/session.ts';
import { ErrorNote } from './error-state.tsx';

/** The user's password once more; `form` is the id by which a dialog's button sends it. */
export function PasswordStep(props: {
  form: string;
  input: Ref<InputRef>;
  problem: ApiProblem | null;
  onPassword: (password: string) => void;
}) {
  const { t } = useTranslation('ui');
  const { user } = useSession();
  const wrong = props.problem?.code === 'wrong-credentials';
  return (
    <Form<{ password: string }>
      id={props.form}
      layout="vertical"
      requiredMark={false}
      onFinish={({ password }) => props.onPassword(password)}
    >
      {/* Tells password keepers whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={user.name} readOnly hidden />
      <Form.Item
        name="password"
        label={t('own-password.label')}
        rules={[{ required: true, message: t('own-password.missing') }]}
        {...(wrong && { validateStatus: 'error' as const, help: <span role="alert">{t('own-password.wrong')}</span> })}
      >
        <Input.Password ref={props.input} autoComplete="current-password" />
      </Form.Item>
      {!wrong && <ErrorNote problem={props.problem} />}
    </Form>
  );
}
