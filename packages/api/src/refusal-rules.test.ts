import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RuleParts, readRule, ruleText, ruleWords } from './refusal-rules.ts';

const rule: fc.Arbitrary<RuleParts> = fc.oneof(
  fc.record({
    word: fc.constant('level' as const),
    action: fc.constantFrom('pull' as const, 'push' as const, 'delete' as const),
    level: fc.constantFrom('read' as const, 'edit' as const, 'manage' as const),
  }),
  fc.record({
    word: fc.constant('network-rule' as const),
    name: fc.string({ maxLength: 64 }).filter((name) => !/["\p{Cc}]/u.test(name)),
    range: fc.oneof(fc.ipV4(), fc.ipV6()).map((address) => `${address}/8`),
  }),
  fc.record({
    word: fc.constantFrom(...ruleWords).filter((word) => word !== 'level' && word !== 'network-rule'),
  }) as fc.Arbitrary<RuleParts>,
);

describe('the rule of a refusal', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(rule, (parts) => {
        expect(readRule(ruleText(parts))).toEqual(parts);
      }),
    );
  });

  it('is known by its word where it is one', () => {
    expect(readRule('sign-in')).toEqual({ word: 'sign-in' });
    expect(readRule('tags')).toEqual({ word: 'tags' });
  });

  it.each(['', 'push needs more', 'network "a"b" (x)', 'A sentence.', '__proto__', 'toString'])(
    'is left alone where it is %j',
    (text) => expect(readRule(text)).toBeUndefined(),
  );
});
