import { repositoryPatternProblem } from '@wharf/oci';
import { Input } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';

/** What the grant shall cover: everything, or the images that a pattern names. */
export function PatternField({
  organization,
  pattern,
  onPattern,
}: {
  organization: string;
  pattern: string;
  onPattern: (pattern: string) => void;
}) {
  const { t } = useTranslation('grants');
  const id = useId();
  const problem = repositoryPatternProblem(pattern);
  return (
    <div className="pattern-field">
      <label htmlFor={id}>{t('pattern.label')}</label>
      <Input
        id={id}
        addonBefore={`${organization}/`}
        placeholder={t('covers.whole')}
        value={pattern}
        onChange={(event) => onPattern(event.target.value.trim())}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-rule ${id}-wrong`}
      />
      <p id={`${id}-wrong`} className="field-wrong" role="alert">
        {problem && t(`pattern.problem.${problem}`)}
      </p>
      <p id={`${id}-rule`} className="field-rule">
        {t('pattern.rule')}
      </p>
    </div>
  );
}
