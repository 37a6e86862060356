import { useTranslation } from 'react-i18next';
import { AuditPanel } from '../features/audit/audit-panel.tsx';
import { AuditSettings } from '../features/audit/audit-settings.tsx';
import { isSystemAdministrator, useSession } from '../lib/session.ts';
import { PageHeader } from '../ui/page-header.tsx';

export function AuditPage() {
  const { t } = useTranslation('audit');
  const everything = isSystemAdministrator(useSession());
  return (
    <>
      <PageHeader title={t('title')}>{t(everything ? 'lead-all' : 'lead')}</PageHeader>
      <AuditPanel />
      {everything && <AuditSettings />}
    </>
  );
}
