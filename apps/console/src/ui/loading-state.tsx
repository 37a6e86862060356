import { useTranslation } from 'react-i18next';

/** Holds a panel's place while it loads; shows itself only when that takes longer than a blink (see ui.css). */
export function LoadingState({ lines = 6 }: { lines?: number }) {
  const { t } = useTranslation('ui');
  return (
    <div className="loading-state" role="status">
      <span className="visually-hidden">{t('loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="loading-line" aria-hidden />
      ))}
    </div>
  );
}
