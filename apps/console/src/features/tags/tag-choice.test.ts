import { expect, test } from 'vitest';
import { chooses, countOf, nothingChosen, selectionOf, type TagChoice, withTags } from './tag-choice.ts';

test('names are added once and taken out again', () => {
  const two = withTags(withTags(nothingChosen, ['a', 'b'], true), ['b'], true);
  expect(selectionOf(two, 'x')).toEqual({ tags: ['a', 'b'] });
  const one = withTags(two, ['a'], false);
  expect([chooses(one, 'a'), chooses(one, 'b'), countOf(one, 900)]).toEqual([false, true, 1]);
});

test('of all that a filter finds, only the exceptions are named', () => {
  const all: TagChoice = { kind: 'filter', except: [] };
  const most = withTags(all, ['keep', 'keep-too'], false);
  expect(selectionOf(most, ' dev ')).toEqual({ filter: { q: 'dev' }, except: ['keep', 'keep-too'] });
  expect([chooses(most, 'keep'), chooses(most, 'dev-1'), countOf(most, 10)]).toEqual([false, true, 8]);
  expect(countOf(withTags(most, ['keep'], true), 10)).toBe(9);
});
