import { useTranslation } from 'react-i18next';
import './organizations.css';

/** How many of the account's organizations are used. */
export function Quota({ used, limit }: { used: number; limit: number | null }) {
  const { t } = useTranslation('organizations');
  if (limit === null) return null;
  const text = t('quota.used', { used, limit });
  return (
    <span
      className="quota"
      data-full={used >= limit}
      title={used >= limit ? t('quota.full', { limit }) : t('quota.label')}
    >
      <meter min={0} max={Math.max(limit, 1)} value={Math.min(used, limit)} aria-label={t('quota.label')}>
        {text}
      </meter>
      <span>{text}</span>
    </span>
  );
}
