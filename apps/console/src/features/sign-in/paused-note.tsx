import { useTranslation } from 'react-i18next';
import type { ApiProblem } from '../../lib/api-client.ts';
import { formatDateTime } from '../../lib/format.ts';

/** Says until when nobody is let try again. */
export function PausedNote({ problem }: { problem: ApiProblem | null }) {
  const { t, i18n } = useTranslation('sign-in');
  const until = problem?.detail.until;
  return (
    <p className="error-note" role="alert">
      {t('too-many', { until: typeof until === 'string' ? formatDateTime(until, i18n.language) : '' })}
    </p>
  );
}
