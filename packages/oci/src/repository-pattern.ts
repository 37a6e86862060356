const patternLimit = 128;

/**
 * What is wrong with a pattern of repository paths as somebody types it, or undefined. Nothing stands for all of an organization,
 * a path for one repository, and a `*` at the end for whatever follows.
 */
export function repositoryPatternProblem(
  pattern: string,
): 'too-long' | 'pattern-star' | 'pattern-character' | undefined {
  if (pattern.length > patternLimit) return 'too-long';
  // `*` alone would be the whole organization by another name.
  if (pattern.slice(0, -1).includes('*') || pattern === '*') return 'pattern-star';
  if (pattern !== '' && !/^[a-z0-9][a-z0-9._/-]*\*?$/.test(pattern)) return 'pattern-character';
  return undefined;
}
