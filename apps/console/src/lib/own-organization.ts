import type { Organization } from '@wharf/api';

/**
 * Whether the user made it or was let into it. The others are what everybody sees: the `library` that each server begins
 * with, and public organizations of other accounts.
 */
export function isOwnOrganization({
  name,
  level,
  visibility,
}: Pick<Organization, 'name' | 'level' | 'visibility'>): boolean {
  // Without a level a private one is in sight only for an image of it that was granted.
  return name !== 'library' && (level !== null || visibility === 'private');
}
