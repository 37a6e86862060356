import type { ForeseenRefusal } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { useQuotaSentence } from './quota-sentence.ts';

const shownAtMost = 5;

/** Quotas that the upload would pass: what is used, what comes, and who can raise it. Sending is still possible. */
export function QuotaWarnings({ refusals }: { refusals: readonly ForeseenRefusal[] }) {
  const { t } = useTranslation('page-uploads');
  const sentence = useQuotaSentence();
  const certain = refusals.some((refusal) => refusal.certain);
  // Always there, so that a warning is read out when it comes.
  return (
    <div role="status" className="upload-quotas">
      {refusals.length > 0 && (
        <div className="upload-problem quiet">
          <p>
            <strong>{t(certain ? 'quota.refused' : 'quota.perhaps')}</strong>
          </p>
          <ul>
            {refusals.slice(0, shownAtMost).map((refusal) => (
              <li key={`${refusal.kind} ${refusal.place}`}>{sentence(refusal)}</li>
            ))}
            {refusals.length > shownAtMost && <li>{t('quota.more', { count: refusals.length - shownAtMost })}</li>}
          </ul>
          <p>{t('quota.remedy')}</p>
        </div>
      )}
    </div>
  );
}
