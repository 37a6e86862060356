import { expect, test } from 'vitest';
import type { Action } from '../actions/action.ts';
import { matchActions } from './match-actions.ts';

const actions = ['Go to organizations', 'Organization: delete', '\u521b\u5efa\u7ec4\u7ec7'].map(
  (label): Action => ({ id: label, label, section: 'go', perform: () => {} }),
);
const labels = (typed: string) => matchActions(actions, typed).map(({ label }) => label);

test('every typed word has to be there, in any order and case', () => {
  expect(labels('DELETE org')).toEqual(['Organization: delete']);
  expect(labels('delete images')).toEqual([]);
  expect(labels('\u7ec4\u7ec7')).toEqual(['\u521b\u5efa\u7ec4\u7ec7']);
});

test('what starts with the first word comes first', () => {
  expect(labels('org')).toEqual(['Organization: delete', 'Go to organizations']);
});

test('nothing typed is everything, in order', () => {
  expect(labels('  ')).toEqual(actions.map(({ label }) => label));
});
