import { readRule } from '@wharf/api/refusal-rules';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** The rule that refused, in the user's language; undefined for one that has no words here. */
export function useRuleText(): (rule: string) => string | undefined {
  const { t } = useTranslation(['refusals', 'ui']);
  return useCallback(
    (rule) => {
      const parts = readRule(rule);
      if (!parts) return undefined;
      const values =
        'level' in parts
          ? { action: t(`operation.${parts.action}`), level: t(`ui:level.${parts.level}`) }
          : { ...parts };
      return t(`rule.${parts.word}`, { ...values, defaultValue: '' }) || undefined;
    },
    [t],
  );
}
