import { useTranslation } from 'react-i18next';
import { PageUpload } from '../features/page-uploads/page-upload.tsx';
import { paths } from '../lib/paths.ts';
import { PageHeader } from '../ui/page-header.tsx';

export function UploadPage() {
  const { t } = useTranslation('page-uploads');
  return (
    <>
      <PageHeader title={t('title')} crumbs={[{ label: t('images'), to: paths.images }]}>
        {t('lead')}
      </PageHeader>
      <PageUpload />
    </>
  );
}
