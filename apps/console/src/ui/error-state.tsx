import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ApiProblem } from '../lib/api-client.ts';
import { paths } from '../lib/paths.ts';
import { CopyButton } from './copy-button.tsx';
import { useProblemText } from './problem-text.ts';

/** Kept under it for Troubleshooting; before the sign-in there is nobody to show it to. */
const refusalId = /^R-/;

/** A panel that could not be filled: what happened, what to do, and what to tell whoever helps. */
export function ErrorState({ problem, onRetry }: { problem: ApiProblem; onRetry?: () => void }) {
  const { t } = useTranslation('ui');
  const text = useProblemText().textOf(problem);
  return (
    <div className="error-state" role="alert">
      <h2>{text.title}</h2>
      <p>{text.remedy}</p>
      {onRetry && <Button onClick={onRetry}>{t('retry')}</Button>}
      <ProblemMarks problem={problem} />
    </div>
  );
}

/** The same beside a form's button or above a list. */
export function ErrorNote({ problem }: { problem: ApiProblem | null | undefined }) {
  const { textOf } = useProblemText();
  if (!problem) return null;
  const text = textOf(problem);
  return (
    <div className="error-note" role="alert">
      <strong>{text.title}</strong> {text.remedy}
      <ProblemMarks problem={problem} />
    </div>
  );
}

function ProblemMarks({ problem }: { problem: ApiProblem }) {
  const { t } = useTranslation('ui');
  const { id } = problem.detail;
  const refusal = typeof id === 'string' && refusalId.test(id) ? id : undefined;
  return (
    <p className="problem-marks">
      <span>
        {t('error-code')} <code>{problem.code}</code>
      </span>
      {problem.requestId && (
        <span>
          {t('request-id')} <code>{problem.requestId}</code>
          <CopyButton text={problem.requestId} name={t('request-id')} />
        </span>
      )}
      {refusal && (
        <span>
          {t('refusal-id')} <code>{refusal}</code>{' '}
          {/* A link of the browser's own: an error can stand outside of the router. */}
          <a href={paths.troubleshooting(refusal)}>{t('refusal-explained')}</a>
        </span>
      )}
    </p>
  );
}
