import { expect, test } from 'vitest';
import { readListState, withFilter, withoutFilters, writeListState } from './url-state.ts';

const sorts = ['-pushedAt', 'pushedAt', 'name'] as const;
const address = (text: string) => new URLSearchParams(text);

test('an empty address is the first page in the default order', () => {
  expect(readListState(address(''), sorts)).toEqual({ q: '', sort: '-pushedAt', cursor: undefined });
});

test('an order that the list does not have counts as the default', () => {
  expect(readListState(address('sort=size&q=web&cursor=abc'), sorts)).toEqual({
    q: 'web',
    sort: '-pushedAt',
    cursor: 'abc',
  });
});

test('another filter or order leaves the page, for a cursor belongs to both', () => {
  expect(writeListState(address('q=a&cursor=x'), sorts, { q: 'b' }).toString()).toBe('q=b');
  expect(writeListState(address('q=a&cursor=x'), sorts, { sort: 'name' }).toString()).toBe('q=a&sort=name');
});

test('paging keeps filter, order and what else stands in the address', () => {
  const next = writeListState(address('tab=tags&q=a&sort=name'), sorts, { cursor: 'n+/=' });
  expect(Object.fromEntries(next)).toEqual({ tab: 'tags', q: 'a', sort: 'name', cursor: 'n+/=' });
  expect(readListState(address(next.toString()), sorts).cursor).toBe('n+/=');
});

test('what is default is left out', () => {
  expect(writeListState(address('q=a&sort=name'), sorts, { q: '', sort: '-pushedAt' }).toString()).toBe('');
});

test('a filter of several values replaces the one before and starts at the first page', () => {
  const next = withFilter(address('tab=images&resourceTag=a&cursor=x&q=web'), 'resourceTag', [
    'env=prod',
    'k%3De=v',
    '',
  ]);
  expect(next.getAll('resourceTag')).toEqual(['env=prod', 'k%3De=v']);
  expect([next.get('cursor'), next.get('tab'), next.get('q')]).toEqual([null, 'images', 'web']);
  expect(withFilter(next, 'resourceTag', []).toString()).toBe('tab=images&q=web');
});

test('without filters everything else stays', () => {
  const now = address('tab=images&q=a&sort=name&cursor=x&category=linux&resourceTag=a&resourceTag=b');
  expect(withoutFilters(now, ['category', 'resourceTag']).toString()).toBe('tab=images&sort=name');
});
