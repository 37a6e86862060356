import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../lib/format.ts';
import { timeLeft } from './time-left.ts';

/** How fast it goes, and how long the rest takes; nothing while nobody can say. */
export function Pace({ rate, left }: { rate: number; left: number }) {
  const { t, i18n } = useTranslation('page-uploads');
  const time = timeLeft(left, rate);
  if (rate <= 0) return null;
  return (
    <>
      <span className="number">{t('transfer.rate', { rate: formatBytes(rate, i18n.language) })}</span>
      {time && <span className="number">{t(`left.${time.unit}`, { count: time.count })}</span>}
    </>
  );
}
