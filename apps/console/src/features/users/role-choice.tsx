import './users.css';
import { Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../lib/session.ts';

/** Roles with what they may do. Only a system administrator makes another one. */
export function RoleChoice(props: { id?: string; value?: string; onChange?: (value: string) => void }) {
  const { t } = useTranslation('users');
  const { user } = useSession();
  const roles = ['member', 'account-administrator'];
  if (user.role === 'system-administrator') roles.push('system-administrator');
  return (
    <Radio.Group
      {...(props.id && { id: props.id })}
      className="role-choice"
      value={props.value}
      onChange={(event) => props.onChange?.(event.target.value)}
      options={roles.map((role) => ({
        value: role,
        label: (
          <>
            <strong>{t(`role.${role}`)}</strong>
            <span>{t(`role-text.${role}`)}</span>
          </>
        ),
      }))}
    />
  );
}
