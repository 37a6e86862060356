import './users.css';
import { Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { CheckBox } from '../../ui/check-box.tsx';

/** In a form, as `mustChangePassword`: whoever gets a password from somebody else should not keep it. */
export function MustChangeBox() {
  const { t } = useTranslation('users');
  return (
    <Form.Item name="mustChangePassword" valuePropName="checked" extra={t('password.must-change-text')}>
      <CheckBox>{t('password.must-change')}</CheckBox>
    </Form.Item>
  );
}
