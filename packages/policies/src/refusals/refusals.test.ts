import { describe, expect, it } from 'vitest';
import { explainReason, isReason, reasons, refusalHelpers, refusalRules } from './index.ts';

describe('each reason', () => {
  it.each(reasons)('%s has a cause, a remedy, a rule, and somebody who can help', (reason) => {
    const { cause, remedy, rule, help } = explainReason(reason);
    for (const text of [cause, remedy]) {
      expect(text.length).toBeGreaterThan(10);
      // Half a sentence: it stands in the line that a client prints.
      expect(text).not.toMatch(/[.\n]$/);
    }
    expect(cause).not.toBe(remedy);
    expect(refusalRules).toContain(rule);
    expect(refusalHelpers).toContain(help);
    expect(reason).toMatch(/^[a-z]+(?:[-_][a-z]+)*$/);
  });

  it('is known by its word, and nothing else is', () => {
    expect(reasons.every(isReason)).toBe(true);
    expect(['toString', '__proto__', '', undefined, 1].some(isReason)).toBe(false);
  });
});
