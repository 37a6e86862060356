const pattern = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/;

/**
 * The user name for a name that a provider gave: small letters, and of a mail address what stands before the `@`.
 * Undefined where that is no user name, or looks like a temporary login's.
 */
export function userNameOf(given: string): string | undefined {
  const name = given.toLowerCase().replace(/@[^@]*$/, '');
  return pattern.test(name) && !name.startsWith('tmp-') ? name : undefined;
}
