import { describe, expect, it } from 'vitest';
import { repositoryPatternProblem } from './repository-pattern.ts';

describe('a pattern of repositories', () => {
  it.each([
    ['', undefined],
    ['app', undefined],
    ['team-a/*', undefined],
    ['team*', undefined],
    ['*', 'pattern-star'],
    ['a*b', 'pattern-star'],
    ['a**', 'pattern-star'],
    ['/app', 'pattern-character'],
    ['App', 'pattern-character'],
    ['a b', 'pattern-character'],
    ['a~', 'pattern-character'],
    ['a'.repeat(129), 'too-long'],
  ])('%j is: %s', (pattern, problem) => {
    expect(repositoryPatternProblem(pattern)).toBe(problem);
  });
});
