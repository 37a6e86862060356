import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../lib/format.ts';

/** The last day of a share, the very moment in the title. */
export function Until({ time }: { time: string | null }) {
  const { t, i18n } = useTranslation('shares');
  if (time === null) return <>{t('for-ever')}</>;
  const last = new Date(Date.parse(time) - 1);
  return (
    <time className="share-until" dateTime={time} title={formatDateTime(time, i18n.language)}>
      {new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium' }).format(last)}
    </time>
  );
}
