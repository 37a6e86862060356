import type { Level } from './level.ts';

/** Full image names from `first` to `last`, both included, in byte order. */
export interface NameRange {
  first: string;
  last: string;
}

/** A level on the images of one organization whose full names lie in the range. */
export interface HeldGrant extends NameRange {
  level: Level;
}

/** Above every character that an image name may have. */
const above = '~';

/**
 * What a grant's pattern covers: nothing written is the whole organization with all its images, a path one image, a path that
 * ends with `*` every image whose path begins so.
 */
export function rangeOf(organization: string, pattern: string): NameRange {
  const name = `${organization}/${pattern}`;
  if (pattern === '') return { first: name, last: `${name}${above}` };
  if (!pattern.endsWith('*')) return { first: name, last: name };
  return { first: name.slice(0, -1), last: `${name.slice(0, -1)}${above}` };
}

export function covers({ first, last }: NameRange, name: string): boolean {
  return first <= name && name <= last;
}

/** Whether it covers the organization itself, not only some of its images. */
export function isWhole({ first, last }: NameRange): boolean {
  return first.endsWith('/') && last === `${first}${above}` && first.indexOf('/') === first.length - 1;
}
