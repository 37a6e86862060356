import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '../../lib/paths.ts';
import { useApiQuery } from '../../lib/queries.ts';
import './search.css';

const shortDigest = 'sha256:'.length + 12;

/** Beside a list of images: tags and digests that begin with the same text. */
export function FoundElsewhere({ text }: { text: string }) {
  const { t } = useTranslation('search');
  const { data } = useApiQuery('search', { query: { q: text } });
  const tags = data?.tags ?? { items: [], more: false };
  const manifests = data?.manifests ?? { items: [], more: false };
  if (tags.items.length + manifests.items.length === 0) return null;
  return (
    <section className="found-elsewhere" aria-label={t('title')}>
      {tags.items.length > 0 && (
        <Group title={t('tags')} more={tags.more && t('more')}>
          {tags.items.map(({ organization, repository, tag }) => (
            <li key={`${organization}/${repository}:${tag}`}>
              <Link to={paths.tag(organization, repository, tag)}>
                {organization}/{repository}:<b>{tag}</b>
              </Link>
            </li>
          ))}
        </Group>
      )}
      {manifests.items.length > 0 && (
        <Group title={t('manifests')} more={manifests.more && t('more')}>
          {manifests.items.map(({ organization, repository, digest, tag }) => (
            <li key={`${organization}/${repository}@${digest}`}>
              <Link to={tag ? paths.tag(organization, repository, tag) : paths.image(organization, repository)}>
                {organization}/{repository}
                {tag && `:${tag}`} <code>{digest.slice(0, shortDigest)}</code>
              </Link>
            </li>
          ))}
        </Group>
      )}
    </section>
  );
}

function Group({ title, more, children }: { title: string; more: string | false; children: ReactNode }) {
  return (
    <div className="found-group">
      <h2>{title}</h2>
      <ul>
        {children}
        {more && <li className="quiet">{more}</li>}
      </ul>
    </div>
  );
}
