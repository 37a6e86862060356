import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { formatAgo, formatDateTime } from '../lib/format.ts';

// One clock for all rows.
const listeners = new Set<() => void>();
let now = new Date();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = new Date();
    for (const one of listeners) one();
  }, 30_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

export function useNow(): Date {
  return useSyncExternalStore(subscribe, () => now);
}

/** "5 minutes ago", the exact local time in the title; null is `never`. */
export function TimeAgo({ time, never }: { time: string | null; never?: string }) {
  const { t, i18n } = useTranslation('ui');
  const clock = useNow();
  if (time === null) return <span className="quiet">{never ?? t('never')}</span>;
  // A row can be newer than the shared clock's last tick.
  const at = new Date(Math.max(clock.getTime(), now.getTime()));
  const past = Date.parse(time) > at.getTime() && Date.parse(time) - at.getTime() < 60_000 ? at : new Date(time);
  return (
    <time dateTime={time} title={formatDateTime(time, i18n.language)}>
      {formatAgo(past, at, i18n.language)}
    </time>
  );
}
