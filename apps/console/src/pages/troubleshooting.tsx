import { useTranslation } from 'react-i18next';
import { useReasonText } from '../features/refusals/reason-text.ts';
import { RefusalFacts } from '../features/refusals/refusal-facts.tsx';
import { RefusalsPanel } from '../features/refusals/refusals-panel.tsx';
import { lazyPart } from '../ui/lazy-part.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { PageTabs } from '../ui/page-tabs.tsx';

const ErrorTextPanel = lazyPart(
  async () => (await import('../features/error-texts/error-text-panel.tsx')).ErrorTextPanel,
  'error-texts',
);
const ChecksPanel = lazyPart(async () => (await import('../features/troubleshooting/checks-panel.tsx')).ChecksPanel);

export function TroubleshootingPage() {
  const { t } = useTranslation('troubleshooting');
  return (
    <>
      <PageHeader title={t('title')}>{t('lead')}</PageHeader>
      <PageTabs
        of={{}}
        tabs={[
          { key: 'refusals', label: t('tab.refusals'), Panel: RefusalsPanel },
          { key: 'text', label: t('tab.text'), Panel: TextTab },
          { key: 'checks', label: t('tab.checks'), Panel: ChecksTab },
        ]}
      />
    </>
  );
}

function TextTab() {
  return <ErrorTextPanel showRefusal={(refusal) => <RefusalFacts refusal={refusal} />} />;
}

function ChecksTab() {
  return <ChecksPanel textOf={useReasonText()} />;
}
