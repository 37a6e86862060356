import type { DeletionPreview } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatCount, formatDateTime } from '../../lib/format.ts';
import { Bytes } from '../../ui/bytes.tsx';
import { type Fact, FactList } from '../../ui/fact-list.tsx';

const namesShown = 6;

/** What a deletion takes, what stays, and what becomes free when. */
export function Consequence({ preview, image }: { preview: DeletionPreview; image: boolean }) {
  const { t, i18n } = useTranslation('deletions');
  const { language } = i18n;
  const { tags, tagNames, manifests, referrers, keptManifests, bytesFreed, sharedBytes, freedAt, shareCount } = preview;
  const number = (count: number) => formatCount(count, language);
  if (tags === 0 && manifests === 0) return <p>{t('nothing')}</p>;
  const names = tagNames.slice(0, namesShown);
  const facts: Fact[] = [
    [
      t('facts.tags'),
      <>
        <b>{number(tags)}</b>
        {names.length > 0 && (
          <span className="deletion-names">
            {names.map((name) => (
              <code key={name}>{name}</code>
            ))}
            {tags > names.length && t('more', { number: number(tags - names.length) })}
          </span>
        )}
      </>,
    ],
    [
      t('facts.manifests'),
      <>
        <b>{number(manifests)}</b>
        {referrers > 0 && ` ${t('referrers', { count: referrers, number: number(referrers) })}`}
        {keptManifests > 0 && (
          <span className="quiet"> {t('kept', { count: keptManifests, number: number(keptManifests) })}</span>
        )}
      </>,
    ],
    [
      t('facts.freed'),
      <>
        <b>
          <Bytes value={bytesFreed} />
        </b>
        {sharedBytes > 0 && <span className="quiet"> {t('shared', { size: formatBytes(sharedBytes, language) })}</span>}
      </>,
    ],
  ];
  const when = formatDateTime(freedAt, language);
  return (
    <>
      <p>{image ? t('about.image') : t('about.tags')}</p>
      <FactList className="deletion-facts" facts={facts} />
      {shareCount > 0 && (
        <p>
          {!image
            ? t('shares.tags', { count: shareCount })
            : preview.restorable
              ? t('shares.image', { count: shareCount })
              : t('shares.image-final', { count: shareCount })}
        </p>
      )}
      {preview.restorable ? (
        <p>{t('restorable', { when })}</p>
      ) : (
        <p>
          <strong>{t('final')}</strong>
        </p>
      )}
      {preview.asJob && <p className="quiet">{t('as-job')}</p>}
    </>
  );
}
