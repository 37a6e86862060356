import { ArchiveError } from './error.ts';

/** Linux has no longer ones. */
const lengthLimit = 4096;

/**
 * A member's path in one spelling: no `./`, no doubled or last slash.
 * @throws ArchiveError unsafe-path when it is absolute, climbs out or holds a NUL
 */
export function memberPath(written: string): string {
  const unsafe = (why: string) =>
    new ArchiveError('unsafe-path', `the member ${JSON.stringify(written)} ${why}`, { member: written });
  if (written.length > lengthLimit) throw tooLong(written);
  if (written.startsWith('/')) throw unsafe('has an absolute path');
  if (written.includes('\0')) throw unsafe('has a NUL in its path');
  const parts = written.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw unsafe("has '..' in its path");
  return parts.join('/');
}

/**
 * Where a link leads, as a path in the archive.
 * @param base folder that a relative target starts at: the link's for a symbolic link, the archive's root ('') for a hard one
 * @throws ArchiveError unsafe-link when that is outside of the archive
 */
export function linkTarget(member: string, target: string, base: string): string {
  const outside = () =>
    new ArchiveError('unsafe-link', `the link ${JSON.stringify(member)} leads out of the archive, to ${target}`, {
      member,
      found: target,
    });
  if (target.length > lengthLimit) throw tooLong(member);
  if (target.startsWith('/') || target.includes('\0')) throw outside();
  const parts = base === '' ? [] : base.split('/');
  for (const part of target.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) throw outside();
  }
  return parts.join('/');
}

function tooLong(member: string): ArchiveError {
  const start = member.slice(0, 80);
  return new ArchiveError('too-large', `a path of more than ${lengthLimit} characters, beginning with ${start}`, {
    member: start,
    wanted: lengthLimit,
  });
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}
