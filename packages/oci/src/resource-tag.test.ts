import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  gatherResourceTagConditions,
  parseResourceTagCondition,
  resourceTagKeyProblem,
  resourceTagValueProblem,
  writeResourceTagCondition,
} from './resource-tag.ts';

describe('a key', () => {
  test.each(['e', 'env', '环境', 'cost center', 'a=b', '_.:=+-@', 'x_sys_', 'é', '9', '.', '..'])(
    '%j is allowed',
    (key) => expect(resourceTagKeyProblem(key)).toBeUndefined(),
  );

  test.each([
    ['', 'empty'],
    ['_sys_', 'reserved'],
    ['_sys_owner', 'reserved'],
    [' env', 'outer-space'],
    ['env ', 'outer-space'],
    ['a/b', 'character'],
    ['a%b', 'character'],
    ['a\tb', 'character'],
    ['a\u00a0b', 'character'],
    ['a\0', 'character'],
    ['😀', 'character'],
    ['k'.repeat(129), 'too-long'],
  ])('%j is refused: %s', (key, problem) => expect(resourceTagKeyProblem(key)).toBe(problem));

  test('is counted in characters, not in UTF-16 units', () => {
    const letter = '𠀀';
    expect(resourceTagKeyProblem(letter.repeat(128))).toBeUndefined();
    expect(resourceTagKeyProblem(letter.repeat(129))).toBe('too-long');
  });
});

describe('a value', () => {
  test.each(['', 'prod', 'a/b', 'https://wiki/x=1', '支付 团队'])('%j is allowed', (value) =>
    expect(resourceTagValueProblem(value)).toBeUndefined(),
  );

  test.each([
    ['a,b', 'character'],
    ['a\nb', 'character'],
    [' ', 'outer-space'],
    ['v'.repeat(256), 'too-long'],
  ])('%j is refused: %s', (value, problem) => expect(resourceTagValueProblem(value)).toBe(problem));
});

const text = fc.stringMatching(/^[a-z0-9=:@. é环]{0,20}$/u);
const key = text.filter((one) => resourceTagKeyProblem(one) === undefined && one === one.normalize('NFC'));
const value = text.filter((one) => resourceTagValueProblem(one) === undefined && one === one.normalize('NFC'));
const condition = fc.record({ key, value: fc.option(value, { nil: undefined }) });

test('a condition reads as it was written, whatever stands in key and value', () => {
  fc.assert(
    fc.property(condition, (one) => {
      expect(parseResourceTagCondition(writeResourceTagCondition(one))).toEqual(one);
    }),
  );
});

test('what is read holds the rules', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (any) => {
      const read = parseResourceTagCondition(any);
      if (!read) return;
      expect(resourceTagKeyProblem(read.key)).toBeUndefined();
      if (read.value !== undefined) expect(resourceTagValueProblem(read.value)).toBeUndefined();
    }),
  );
});

/** What C30 says, word for word, against one resource. */
function meets(tags: ReadonlyMap<string, string>, conditions: { key: string; value: string | undefined }[]): boolean {
  const keys = new Set(conditions.map((one) => one.key));
  return [...keys].every((one) =>
    conditions.some(
      (each) => each.key === one && tags.has(one) && (each.value === undefined || tags.get(one) === each.value),
    ),
  );
}

test('conditions gather to AND across keys and OR across values', () => {
  const few = fc.record({
    key: fc.constantFrom('a', 'b', 'c'),
    value: fc.option(fc.constantFrom('', '1', '2'), { nil: undefined }),
  });
  const tags = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('', '1', '2', '3'));
  fc.assert(
    fc.property(fc.array(few, { maxLength: 8 }), tags, (conditions, resource) => {
      const held = new Map(Object.entries(resource));
      const gathered = gatherResourceTagConditions(conditions);
      const met = gathered.every(({ key: one, values }) => {
        const found = held.get(one);
        return found !== undefined && (values.length === 0 || values.includes(found));
      });
      expect(met).toBe(meets(held, conditions));
      expect(new Set(gathered.map((filter) => filter.key)).size).toBe(gathered.length);
    }),
  );
});
