import { useTranslation } from 'react-i18next';
import { formatBytes, formatCount } from '../../lib/format.ts';
import type { UploadProblem } from './protocol.ts';
import { quotaOf, useQuotaSentence } from './quota-sentence.ts';

/** A refusal in the user's words: what is wrong, where it is, and the English sentence with all facts in the title. */
export function ProblemLine({ problem, quiet = false }: { problem: UploadProblem; quiet?: boolean }) {
  const { t, i18n } = useTranslation('page-uploads');
  const facts = Object.fromEntries(
    Object.entries(problem.detail).map(([name, value]) => [
      name,
      typeof value === 'number' ? formatCount(value, i18n.language) : value,
    ]),
  );
  const sentence = useQuotaSentence();
  const quota = problem.code === 'quota-used-up' ? quotaOf(problem.detail) : undefined;
  const { member, where, at, found, wanted } = problem.detail;
  const marks: [string, string][] = [];
  if (typeof member === 'string' && member) marks.push([t('where.member'), member]);
  if (typeof where === 'string') marks.push([t('where.where'), where]);
  if (typeof at === 'number') marks.push([t('where.at'), `${facts.at} (${formatBytes(at, i18n.language)})`]);
  if (found !== undefined) marks.push([t('where.found'), String(facts.found)]);
  if (wanted !== undefined && !quota) marks.push([t('where.wanted'), String(facts.wanted)]);
  return (
    <div
      className={quiet ? 'upload-problem quiet' : 'upload-problem'}
      role={quiet ? undefined : 'alert'}
      title={problem.message}
    >
      <p>
        {quota
          ? `${sentence(quota)} ${t('quota.remedy')}`
          : t(`problem.${problem.code}`, {
              ...facts,
              defaultValue: t('problem.unexpected', { message: problem.message }),
            })}{' '}
        <code className="quiet">{problem.code}</code>
      </p>
      {!quiet && marks.length > 0 && (
        <dl>
          {marks.map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <code>{text}</code>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
