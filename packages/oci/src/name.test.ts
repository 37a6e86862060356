import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { organizationNameProblem, parseRepositoryName, repositoryPathProblem, splitRepositoryName } from './name.ts';

describe('an organization name', () => {
  test.each(['a', 'acme', 'acme-2', 'a.b', 'a_b', 'a__b', 'a--b', 'a'.repeat(64)])('%s is allowed', (name) => {
    expect(organizationNameProblem(name)).toBeUndefined();
  });

  test.each([
    ['', 'empty'],
    ['a'.repeat(65), 'too-long'],
    ['v2', 'reserved'],
    ['token', 'reserved'],
    ['api', 'reserved'],
    ['manage', 'reserved'],
    ['Acme', 'uppercase'],
    ['9lives', 'first-character'],
    ['-a', 'first-character'],
    ['a-', 'last-character'],
    ['a b', 'character'],
    ['a/b', 'character'],
    ['ä', 'character'],
    ['a___b', 'separators'],
    ['a.-b', 'separators'],
    ['a..b', 'separators'],
  ])('%j is refused: %s', (name, problem) => {
    expect(organizationNameProblem(name)).toBe(problem);
  });
});

describe('an image name below its organization', () => {
  test.each(['app', 'team/app', '9', 'a/b/c-d/e_f'])('%s is allowed', (path) => {
    expect(repositoryPathProblem(path)).toBeUndefined();
  });

  test.each([
    ['', 'empty'],
    ['a//b', 'empty-part'],
    ['/a', 'empty-part'],
    ['a/', 'empty-part'],
    ['a/..', 'first-character'],
    ['..', 'first-character'],
    ['A', 'uppercase'],
    ['a%2fb', 'character'],
    ['a-', 'last-character'],
    ['a___b', 'separators'],
    ['a'.repeat(129), 'too-long'],
  ])('%j is refused: %s', (path, problem) => {
    expect(repositoryPathProblem(path)).toBe(problem);
  });
});

test('a full name needs two levels and says which part is wrong', () => {
  expect(splitRepositoryName('app')).toEqual({ problem: 'one-level', part: 'repository' });
  expect(splitRepositoryName('Org/app')).toEqual({ problem: 'uppercase', part: 'organization' });
  expect(splitRepositoryName('org/App')).toEqual({ problem: 'uppercase', part: 'repository' });
  expect(splitRepositoryName('org/team/app')).toEqual({ organization: 'org', path: 'team/app' });
});

/** Distribution spec v1.1, "Pulling manifests": the grammar of <name>. */
const spec = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;

test('what is allowed is always a name of the distribution spec', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-zA0-9._/-]{1,40}$/), (text) => {
      if (parseRepositoryName(text) !== undefined) expect(text).toMatch(spec);
    }),
    { numRuns: 2_000 },
  );
});
