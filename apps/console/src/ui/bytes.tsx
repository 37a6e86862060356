import { useTranslation } from 'react-i18next';
import { formatBytes, formatCount } from '../lib/format.ts';

/** A size for reading; the exact count stands in the title. */
export function Bytes({ value }: { value: number }) {
  const { t, i18n } = useTranslation('ui');
  return (
    <span className="number" title={t('bytes-exact', { count: value, number: formatCount(value, i18n.language) })}>
      {formatBytes(value, i18n.language)}
    </span>
  );
}

export function Count({ value }: { value: number }) {
  const { i18n } = useTranslation('ui');
  return <span className="number">{formatCount(value, i18n.language)}</span>;
}
