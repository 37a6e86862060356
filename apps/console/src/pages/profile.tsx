import { useTranslation } from 'react-i18next';
import { AccessKeysPanel } from '../features/access-keys/access-keys-panel.tsx';
import { TemporaryLoginsPanel } from '../features/login-commands/temporary-logins-panel.tsx';
import { IdentityPanel } from '../features/oidc/identity-panel.tsx';
import { AppearancePanel } from '../features/profile/appearance-panel.tsx';
import { PasswordPanel } from '../features/profile/password-panel.tsx';
import { SessionsPanel } from '../features/profile/sessions-panel.tsx';
import { SecondFactorPanel } from '../features/second-factors/second-factor-panel.tsx';
import { useApiQuery } from '../lib/queries.ts';
import { useSession } from '../lib/session.ts';
import { PageHeader } from '../ui/page-header.tsx';

export function ProfilePage() {
  const { t } = useTranslation('profile');
  const { user } = useSession();
  const method = useApiQuery('getSecondFactor').data?.method;
  return (
    <>
      <PageHeader title={t('title')}>
        {t('lead', { name: user.name, account: user.account, role: t(`role.${user.role}`) })}
      </PageHeader>
      <div className="panel-stack">
        <PasswordPanel method={method} />
        <SecondFactorPanel />
        <IdentityPanel />
        <SessionsPanel />
        <AccessKeysPanel />
        <TemporaryLoginsPanel />
        <AppearancePanel />
      </div>
    </>
  );
}
