import { expect, test } from 'vitest';
import { repeated, repositoryProblem, rowsFor, rowsOf, tagProblem } from './naming.ts';

const image = { platforms: [], size: 1, layers: 1, parts: [], missing: 0 };

test.each([
  ['docker.io/library/nginx:1.25', 'nginx', '1.25'],
  ['localhost:5000/team/web', 'team/web', 'latest'],
  ['registry.example.com/acme/app:v2@sha256:00', 'acme/app', 'v2'],
  ['team/web:1', 'team/web', '1'],
  ['1.2.3', 'my-app-1.0', '1.2.3'],
  ['', 'my-app-1.0', 'latest'],
])('%s goes to %s:%s', (written, repository, tag) => {
  const names = written ? [written] : [];
  expect(rowsOf('a', 'My App-1.0.tar.gz', [{ ...image, names }])).toMatchObject([{ repository, tag, chosen: true }]);
});

test('each name is a row of its own', () => {
  expect(
    rowsOf('a', 'x.tar', [
      { ...image, names: ['x:1', 'y:2'] },
      { ...image, names: [] },
    ]).map(({ id }) => id),
  ).toEqual(['a/0/0', 'a/0/1', 'a/1/0']);
});

test('an image of the same organization loses its first part, unless somebody typed it', () => {
  const rows = rowsOf('a', 'x.tar', [{ ...image, names: ['acme/web:1', 'acmes/web:1', 'acme:1'] }]);
  expect(rowsFor('acme', rows).map(({ repository }) => repository)).toEqual(['web', 'acmes/web', 'acme']);
  const typed = rows.map((row) => ({ ...row, repository: 'acme/typed' }));
  expect(rowsFor('acme', typed)[0]?.repository).toBe('acme/typed');
});

test.each([
  ['team/Web/x', { problem: 'uppercase', part: 'Web' }],
  ['Web', { problem: 'uppercase', part: undefined }],
  ['', { problem: 'empty', part: undefined }],
  ['a//b', { problem: 'empty-part', part: undefined }],
  ['a/-b', { problem: 'first-character', part: '-b' }],
  ['a'.repeat(129), { problem: 'too-long', part: undefined }],
  ['team/web', undefined],
])('what is wrong with the name %j', (path, found) => {
  expect(repositoryProblem(path)).toEqual(found);
});

test.each([
  ['', 'empty'],
  ['-x', 'first-character'],
  ['a b', 'character'],
  ['a'.repeat(129), 'too-long'],
  ['v1.0_x-Y', undefined],
])('what is wrong with the tag %j', (tag, found) => {
  expect(tagProblem(tag)).toBe(found);
});

test('a place that is taken by an earlier row is told of the later one', () => {
  const row = { archive: 'a', image: 0, written: '', chosen: true, repository: 'web', tag: '1' };
  const rows = [
    { ...row, id: '1' },
    { ...row, id: '2', chosen: false },
    { ...row, id: '3' },
  ];
  expect([...repeated(rows)]).toEqual(['3']);
});
