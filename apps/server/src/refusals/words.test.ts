import { readFileSync } from 'node:fs';
import { ruleWords } from '@wharf/api/refusal-rules';
import { quotaKinds } from '@wharf/policies/quota';
import { explainReason, reasons, refusalRules } from '@wharf/policies/refusals';
import { troubleCauses } from '@wharf/policies/troubleshooting';
import { describe, expect, it } from 'vitest';

/** The console cannot know these words by type: it must not carry the policies. */
describe.each(['en-US', 'zh-CN'])('the console, in %s,', (language) => {
  const wordsOf = (feature: string) => {
    const file = new URL(`../../../console/src/features/${feature}/${language}.json`, import.meta.url);
    return JSON.parse(readFileSync(file, 'utf8'));
  };

  it('explains each reason that is kept', () => {
    const { reason: told } = wordsOf('refusals') as { reason: Record<string, { cause: string; remedy: string }> };
    const kept = reasons.filter((reason) => explainReason(reason).kept);
    expect(Object.keys(told).sort()).toEqual(kept.sort());
    for (const words of Object.values(told)) expect(Object.keys(words)).toEqual(['cause', 'remedy']);
  });

  it('has a sentence for each rule', () => {
    const { rule } = wordsOf('refusals') as { rule: Record<string, string> };
    expect(Object.keys(rule).sort()).toEqual([...ruleWords, ...refusalRules, ...quotaKinds, 'grants'].sort());
  });

  it('explains each cause of trouble', () => {
    const { cause } = wordsOf('error-texts') as { cause: Record<string, object> };
    expect(Object.keys(cause).sort()).toEqual([...troubleCauses].sort());
  });
});
