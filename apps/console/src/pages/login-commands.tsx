import { useTranslation } from 'react-i18next';
import { AccessKeysPanel } from '../features/access-keys/access-keys-panel.tsx';
import { TemporaryLoginsPanel } from '../features/login-commands/temporary-logins-panel.tsx';
import { PageHeader } from '../ui/page-header.tsx';

export function LoginCommandsPage() {
  const { t } = useTranslation('login-commands');
  return (
    <>
      <PageHeader title={t('title')}>{t('lead')}</PageHeader>
      <div className="panel-stack">
        <AccessKeysPanel />
        <TemporaryLoginsPanel />
      </div>
    </>
  );
}
