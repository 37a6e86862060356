import type { Restoration } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { formatCount, shortDigest } from '../../lib/format.ts';

const shown = 20;

/** What came back, what stays in the bin and why. */
export function RestorationText({ restoration }: { restoration: Restoration }) {
  const { t, i18n } = useTranslation('recycle-bin');
  const { tags, manifests, conflicts, lost } = restoration;
  const number = (count: number) => formatCount(count, i18n.language);
  return (
    <div className="restoration">
      <p role="status">{t('restored.done', { tags: number(tags), manifests: number(manifests) })}</p>
      {conflicts.length > 0 && (
        <>
          <p role="alert">{t('restored.conflicts', { count: conflicts.length, number: number(conflicts.length) })}</p>
          <ul>
            {conflicts.slice(0, shown).map(({ repository, tag, digest, presentDigest }) => (
              <li key={`${repository}:${tag}`}>
                {t('restored.conflict', {
                  name: `${repository}:${tag}`,
                  digest: shortDigest(digest),
                  present: shortDigest(presentDigest),
                })}
              </li>
            ))}
          </ul>
        </>
      )}
      {lost.length > 0 && (
        <>
          <p role="alert">{t('restored.lost', { count: lost.length, number: number(lost.length) })}</p>
          <ul>
            {lost.slice(0, shown).map(({ repository, tag }) => (
              <li key={`${repository}:${tag}`}>
                <code>{`${repository}:${tag}`}</code>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
