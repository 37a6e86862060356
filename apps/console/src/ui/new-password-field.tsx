import './new-password.css';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { CopyButton } from './copy-button.tsx';
import { useProblemText } from './problem-text.ts';
import { randomPassword } from './random-password.ts';

/** A password for somebody else: typed, or made here to be handed over. */
export function NewPasswordField({ name, label }: { name: string; label: string }) {
  const { t } = useTranslation('ui');
  const { fieldTextOf } = useProblemText();
  const form = Form.useFormInstance();
  const value = Form.useWatch<string | undefined>(name, form);
  return (
    <Form.Item label={label} htmlFor={name} extra={t('new-password.rule')}>
      <div className="password-field">
        <Form.Item
          name={name}
          noStyle
          validateTrigger="onBlur"
          rules={[{ required: true, min: 10, message: fieldTextOf('password-short') }]}
        >
          <Input.Password id={name} autoComplete="new-password" />
        </Form.Item>
        <Button onClick={() => form.setFieldValue(name, randomPassword())}>{t('new-password.generate')}</Button>
        {value && <CopyButton text={value} name={t('new-password.word')} />}
      </div>
    </Form.Item>
  );
}
