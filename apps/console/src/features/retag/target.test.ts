import { expect, test } from 'vitest';
import { complainAboutTarget, partsOf } from './target.ts';

const source = { name: 'acme/web', tag: 'v1' };

test('the grammar says which field is wrong, and how', () => {
  const about = (name: string, tag: string) => complainAboutTarget({ name, tag }, source);
  expect(about('acme/web', 'v2')).toBeUndefined();
  expect(about('acme/team/web', 'v1')).toBeUndefined();
  expect(about('web', 'v1')).toEqual({ field: 'name', problem: 'one-level' });
  expect(about('acme/Web', 'v1')).toEqual({ field: 'name', problem: 'uppercase' });
  expect(about('acme/web', '')).toEqual({ field: 'tag', problem: 'empty' });
  expect(about('acme/web', '-v2')).toEqual({ field: 'tag', problem: 'tag' });
  expect(about('acme/web', 'v1')).toEqual({ field: 'tag', problem: 'same' });
});

test('only the first slash parts the organization from the path', () => {
  expect(partsOf('acme/team/web')).toEqual({ organization: 'acme', repository: 'team/web' });
});
