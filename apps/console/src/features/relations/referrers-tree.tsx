import type { Referrer } from '@wharf/api';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiQuery } from '../../lib/queries.ts';
import { Bytes } from '../../ui/bytes.tsx';
import { Digest } from '../../ui/digest.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';

interface ManifestParams {
  organization: string;
  repository: string;
  digest: string;
}

/** Signatures, SBOMs, attestations and whatever else refers to a manifest, and what refers to those. */
export function ReferrersTree({ title, params }: { title: string; params: ManifestParams }) {
  const { t } = useTranslation('relations');
  const id = useId();
  const answer = useApiQuery('getReferrerTree', { params });
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {answer.error ? (
        <ErrorState problem={answer.error} onRetry={() => void answer.refetch()} />
      ) : !answer.data ? (
        <LoadingState lines={2} />
      ) : answer.data.items.length === 0 ? (
        <p className="quiet">{t('referrers.none')}</p>
      ) : (
        <>
          <Branch items={answer.data.items} subject={params.digest} />
          {answer.data.more && <p className="quiet">{t('referrers.more')}</p>}
        </>
      )}
    </section>
  );
}

function Branch({ items, subject }: { items: readonly Referrer[]; subject: string }) {
  const { t } = useTranslation('relations');
  const own = items.filter((item) => item.subject === subject);
  if (own.length === 0) return null;
  return (
    <ul className="referrers">
      {own.map((item) => (
        <li key={item.digest}>
          <span className="referrer">
            <span className="chip" data-purpose={item.purpose}>
              {t(`purpose.${item.purpose}`)}
            </span>
            <Digest digest={item.digest} />
            <code className="referrer-type">{item.artifactType ?? item.mediaType}</code>
            <span className="quiet">
              <Bytes value={item.size} /> · <TimeAgo time={item.pushedAt} />
              {item.pushedBy && ` · ${item.pushedBy}`}
              {item.tag && ` · ${t('by-tag', { tag: item.tag })}`}
            </span>
          </span>
          <Branch items={items} subject={item.digest} />
        </li>
      ))}
    </ul>
  );
}
