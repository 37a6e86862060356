import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../lib/format.ts';
import { useApiQuery } from '../../lib/queries.ts';
import { ErrorNote } from '../../ui/error-state.tsx';
import { type Fact, FactList } from '../../ui/fact-list.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';

const askEveryMs = 10_000;

/** How long the record is kept and where else it goes, with what went wrong there last. */
export function AuditSettings() {
  const { t, i18n } = useTranslation('audit');
  const { data, error } = useApiQuery('getAudit', {}, { refetchInterval: askEveryMs });
  if (!data) return <ErrorNote problem={error} />;
  const facts: Fact[] = [
    [t('settings.kept'), t('settings.days', { count: data.days })],
    [t('settings.pulls'), t(data.pulls ? 'settings.pulls-on' : 'settings.pulls-off')],
    ...(data.forwarding.length === 0 ? [[t('settings.forwarding'), t('settings.nowhere')] as const] : []),
    ...data.forwarding.map(
      ({ kind, target, forwardedUntil, error: failed }): Fact => [
        t(`settings.${kind}`),
        <div key={kind} className="event-forwarding">
          <code>{target}</code>
          {failed ? (
            <>
              <StatusChip tone="bad">{t('settings.failing')}</StatusChip>
              <span>
                {t('settings.error', { message: failed.message, time: formatDateTime(failed.at, i18n.language) })}
              </span>
            </>
          ) : (
            <StatusChip tone="good">{t('settings.working')}</StatusChip>
          )}
          {forwardedUntil && (
            <span className="quiet">
              {t('settings.until', { time: formatDateTime(forwardedUntil, i18n.language) })}
            </span>
          )}
        </div>,
      ],
    ),
  ];
  return (
    <section className="event-settings" aria-labelledby="audit-settings">
      <h2 id="audit-settings">{t('settings.title')}</h2>
      <FactList className="event-facts" facts={facts} />
    </section>
  );
}
