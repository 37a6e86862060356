import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '../../lib/paths.ts';
import { useApiQuery } from '../../lib/queries.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';

/** Where else a digest lies, among what the user can read. */
export function PlacesList({ params }: { params: { organization: string; repository: string; digest: string } }) {
  const { t } = useTranslation('relations');
  const answer = useApiQuery('listManifestPlaces', { params });
  const others = answer.data?.items.filter(
    ({ organization, repository }) => organization !== params.organization || repository !== params.repository,
  );
  return (
    <section aria-labelledby="places">
      <h3 id="places">{t('places.title')}</h3>
      {answer.error ? (
        <ErrorState problem={answer.error} onRetry={() => void answer.refetch()} />
      ) : !others ? (
        <LoadingState lines={2} />
      ) : others.length === 0 ? (
        <p className="quiet">{t('places.none')}</p>
      ) : (
        <ul className="places">
          {others.map(({ organization, repository, tags, pushedAt }) => (
            <li key={`${organization}/${repository}`}>
              <Link to={paths.image(organization, repository)}>{`${organization}/${repository}`}</Link>
              <span className="chips">
                {tags.map((tag) => (
                  <Link key={tag} className="chip" to={paths.tag(organization, repository, tag)}>
                    {tag}
                  </Link>
                ))}
              </span>
              <span className="quiet">
                <TimeAgo time={pushedAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {answer.data?.more && <p className="quiet">{t('places.more')}</p>}
    </section>
  );
}
