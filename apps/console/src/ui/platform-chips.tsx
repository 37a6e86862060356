import { type Platform, platformText } from '@wharf/oci';
import { useTranslation } from 'react-i18next';

/** Platforms as chips; the rest behind `+3`, whose title names it. */
export function PlatformChips({ platforms, limit = 3 }: { platforms: readonly Platform[]; limit?: number }) {
  const { t } = useTranslation('ui');
  if (platforms.length === 0) return <span className="quiet">–</span>;
  const names = platforms.map(platformText);
  const rest = names.slice(limit);
  return (
    <span className="chips">
      {names.slice(0, limit).map((name) => (
        <span key={name} className="chip">
          {name}
        </span>
      ))}
      {rest.length > 0 && (
        <span className="chip" title={rest.join('\n')}>
          <span aria-hidden>+{rest.length}</span>
          <span className="visually-hidden">{t('more-platforms', { names: rest.join(', ') })}</span>
        </span>
      )}
    </span>
  );
}
