import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ApiProblem } from '../lib/api-client.ts';
import { formatBytes, formatCount } from '../lib/format.ts';

export interface ProblemText {
  title: string;
  /** What to do next. */
  remedy: string;
}

/** A problem in the user's words; facts of its `detail` (seconds, level, grantors ...) fill the sentences. */
export function problemText(problem: ApiProblem, t: TFunction<'ui'>, language: string): ProblemText {
  const facts = Object.fromEntries(
    Object.entries(problem.detail).map(([name, value]) => [
      name,
      typeof value === 'number' ? formatCount(value, language) : Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
  const { grantedBy } = problem.detail;
  const whoGrants =
    Array.isArray(grantedBy) && grantedBy.length > 0 ? t('problem.forbidden.granted-by', facts) : undefined;
  // Who received an image knows of it: he is told whom to ask.
  const code = problem.detail.reason === 'share-expired' ? 'forbidden.share-expired' : problem.code;
  return {
    title: quotaTitle(problem, t, language) ?? t(`problem.${code}.title`, facts),
    remedy: whoGrants ?? t([`problem.${code}.remedy-of.${problem.detail.rule}`, `problem.${code}.remedy`], facts),
  };
}

/** What is used of which quota. */
function quotaTitle({ code, detail }: ApiProblem, t: TFunction<'ui'>, language: string): string | undefined {
  const { rule, used, limit } = detail;
  if (code !== 'quota-used-up' || typeof used !== 'number' || typeof limit !== 'number') return undefined;
  const shown = (value: number) => (rule === 'bytes' ? formatBytes : formatCount)(value, language);
  const facts = { ...detail, used: shown(used), limit: shown(limit) };
  return t(`problem.quota-used-up.${rule}`, { ...facts, defaultValue: t('problem.quota-used-up.title') });
}

/** A word of the contract about a field (`too-long`, `password-short`, a `NameProblem`) as a sentence. */
export function fieldText(word: string, t: TFunction<'ui'>): string {
  return t(`field.${word}`, { defaultValue: t('field.other') });
}

export function useProblemText() {
  const { t, i18n } = useTranslation('ui');
  return {
    textOf: (problem: ApiProblem) => problemText(problem, t, i18n.language),
    fieldTextOf: (word: string) => fieldText(word, t),
    /** For antd's `form.setFields`: the problem's `body.name` as the form's `name`. */
    formErrors: (problem: ApiProblem) =>
      problem.fields
        .filter(({ field }) => field.startsWith('body.'))
        .map(({ field, problem: word }) => ({ name: field.slice('body.'.length), errors: [fieldText(word, t)] })),
  };
}
