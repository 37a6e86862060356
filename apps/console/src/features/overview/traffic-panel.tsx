import './overview.css';
import type { TrafficDay } from '@wharf/api';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatCount, formatDay } from '../../lib/format.ts';
import { BarChart } from '../../ui/bar-chart.tsx';

/** What was pulled and pushed on each of the last days. */
export function TrafficPanel({ traffic }: { traffic: readonly TrafficDay[] }) {
  const { t, i18n } = useTranslation('overview');
  const id = useId();
  const bytes = (value: number) => formatBytes(value, i18n.language);
  const pulled = sum(traffic.map((day) => day.pulledBytes));
  const pushed = sum(traffic.map((day) => day.pushedBytes));
  const pulls = sum(traffic.map((day) => day.pulls));
  const facts = {
    days: traffic.length,
    pulled: bytes(pulled),
    pushed: bytes(pushed),
    count: pulls,
    number: formatCount(pulls, i18n.language),
  };
  return (
    <section className="panel" aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{t('traffic.title')}</h2>
        <span className="quiet">{t('traffic.pulls', facts)}</span>
      </div>
      {pulled + pushed === 0 ? (
        <p className="no-traffic quiet">{t('traffic.none')}</p>
      ) : (
        <BarChart
          summary={t('traffic.summary', facts)}
          labels={traffic.map((day) => formatDay(day.day, i18n.language))}
          format={bytes}
          height={250}
          series={[
            { name: t('traffic.pulled'), colour: 'pulled', values: traffic.map((day) => day.pulledBytes) },
            { name: t('traffic.pushed'), colour: 'pushed', values: traffic.map((day) => day.pushedBytes) },
          ]}
        />
      )}
    </section>
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
