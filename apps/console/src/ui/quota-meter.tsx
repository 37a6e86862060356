import './quota-meter.css';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatCount } from '../lib/format.ts';

/** How much of a quota is used, as a bar with its figures; without a limit the figure alone. */
export function QuotaMeter({
  label,
  used,
  limit,
  of = 'count',
}: {
  label: string;
  used: number;
  limit: number | null;
  of?: 'count' | 'bytes';
}) {
  const { t, i18n } = useTranslation('ui');
  const shown = (value: number) => (of === 'bytes' ? formatBytes : formatCount)(value, i18n.language);
  if (limit === null) {
    return (
      <span className="quota-meter" title={`${label}: ${t('quota.unlimited')}`}>
        <span className="number">{shown(used)}</span>
      </span>
    );
  }
  const text = t('quota.used', { used: shown(used), limit: shown(limit) });
  const state = used >= limit ? 'full' : used >= limit * 0.8 ? 'near' : 'free';
  return (
    <span className="quota-meter" data-state={state} title={`${label}: ${text}`}>
      <span className="number">{text}</span>
      <meter min={0} max={Math.max(limit, 1)} value={limit === 0 ? 1 : Math.min(used, limit)} aria-label={label}>
        {text}
      </meter>
      {state === 'full' && <span className="visually-hidden">{t('quota.full')}</span>}
    </span>
  );
}
