import './overview.css';
import type { Result } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { paths } from '../../lib/paths.ts';

/** The four numbers that say how much there is. */
export function OverviewFigures({ overview }: { overview: Result<'getOverview'> }) {
  const { t, i18n } = useTranslation('overview');
  const count = (value: number) => formatCount(value, i18n.language);
  const figures = [
    { key: 'organizations', value: count(overview.organizations), to: paths.organizations },
    { key: 'images', value: count(overview.images), to: paths.images },
    { key: 'tags', value: count(overview.tags) },
    { key: 'bytes', value: formatBytes(overview.bytes, i18n.language) },
  ];
  return (
    <dl className="figures panel">
      {figures.map(({ key, value, to }) => (
        <div key={key}>
          <dt>{t(`figure.${key}`)}</dt>
          <dd className="number">{to ? <Link to={to}>{value}</Link> : value}</dd>
        </div>
      ))}
    </dl>
  );
}
