import './overview.css';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '../../lib/paths.ts';
import { useApiQuery } from '../../lib/queries.ts';
import { ErrorNote } from '../../ui/error-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';

export function LatestImages() {
  const { t } = useTranslation('overview');
  const id = useId();
  const { data, error } = useApiQuery('listRepositories', { query: { sort: '-pushedAt', limit: 7 } });
  return (
    <section className="panel" aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{t('latest.title')}</h2>
        <Link to={`${paths.images}?sort=-pushedAt`}>{t('latest.all')}</Link>
      </div>
      <ErrorNote problem={error} />
      {!data && !error && <LoadingState lines={5} />}
      <ul className="latest-images">
        {data?.items.map(({ id, organization, path, pushedAt }) => (
          <li key={id}>
            <Link to={paths.image(organization, path)} title={`${organization}/${path}`}>
              <span className="quiet">{organization}/</span>
              {path}
            </Link>
            <span className="quiet">
              <TimeAgo time={pushedAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
