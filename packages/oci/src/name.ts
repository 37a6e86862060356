/** `org/repo`, more levels allowed: the `<name>` of the distribution spec. */
export type RepositoryName = string & { readonly __brand: 'RepositoryName' };
export type OrganizationName = string & { readonly __brand: 'OrganizationName' };

export const organizationNameLimit = 64;
/** The part after the organization, as SWR limits it. The whole name stays below the 255 that clients allow. */
export const repositoryPathLimit = 128;

/** These would collide with the server's own paths, so nobody can own them. */
export const reservedOrganizationNames = ['v2', 'token', 'api', 'manage'] as const;

const organizationPattern = /^[a-z][a-z0-9]*(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const componentPattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;

/** Why a name is refused; each is a key of the console's messages and of `nameProblemText`. */
export type NameProblem =
  | 'empty'
  | 'too-long'
  | 'reserved'
  | 'uppercase'
  | 'first-character'
  | 'last-character'
  | 'character'
  | 'separators'
  | 'one-level'
  | 'empty-part';

/**
 * What is wrong with an organization's name, or undefined when it is allowed: 1-64 characters; a lowercase letter
 * first; then lowercase letters, digits and single `.`, `_`, `__` or dashes between them; not reserved.
 */
export function organizationNameProblem(name: string): NameProblem | undefined {
  if (name.length === 0) return 'empty';
  if (name.length > organizationNameLimit) return 'too-long';
  if ((reservedOrganizationNames as readonly string[]).includes(name)) return 'reserved';
  if (organizationPattern.test(name)) return undefined;
  if (/[A-Z]/.test(name)) return 'uppercase';
  if (/[^a-z0-9._-]/.test(name)) return 'character';
  if (!/^[a-z]/.test(name)) return 'first-character';
  if (!/[a-z0-9]$/.test(name)) return 'last-character';
  return 'separators';
}

/** What is wrong with the part of an image's name after the organization (`web`, `team/web`), or undefined. */
export function repositoryPathProblem(path: string): NameProblem | undefined {
  if (path.length === 0) return 'empty';
  if (path.length > repositoryPathLimit) return 'too-long';
  const parts = path.split('/');
  if (parts.every((part) => componentPattern.test(part))) return undefined;
  if (parts.some((part) => part.length === 0)) return 'empty-part';
  if (/[A-Z]/.test(path)) return 'uppercase';
  if (/[^a-z0-9._/-]/.test(path)) return 'character';
  if (parts.some((part) => !/^[a-z0-9]/.test(part))) return 'first-character';
  if (parts.some((part) => !/[a-z0-9]$/.test(part))) return 'last-character';
  return 'separators';
}

/** The organization and the path below it that a full name spells, or what is wrong with it. */
export function splitRepositoryName(
  name: string,
): { organization: OrganizationName; path: string } | { problem: NameProblem; part: 'organization' | 'repository' } {
  const slash = name.indexOf('/');
  const organization = slash < 0 ? name : name.slice(0, slash);
  const organizationProblem = organizationNameProblem(organization);
  if (organizationProblem) return { problem: organizationProblem, part: 'organization' };
  if (slash < 0) return { problem: 'one-level', part: 'repository' };
  const path = name.slice(slash + 1);
  const problem = repositoryPathProblem(path);
  return problem ? { problem, part: 'repository' } : { organization: organization as OrganizationName, path };
}

/** The full name `text` spells, or undefined when the grammar or a limit refuses it. */
export function parseRepositoryName(text: string): RepositoryName | undefined {
  return 'problem' in splitRepositoryName(text) ? undefined : (text as RepositoryName);
}

export function parseOrganizationName(text: string): OrganizationName | undefined {
  return organizationNameProblem(text) ? undefined : (text as OrganizationName);
}

export function organizationOf(name: RepositoryName): OrganizationName {
  return name.slice(0, name.indexOf('/')) as OrganizationName;
}

const problemTexts: Record<NameProblem, string> = {
  empty: 'it is empty',
  'too-long': 'it is too long (64 characters for an organization, 128 for the image name after it)',
  reserved: `${reservedOrganizationNames.join(', ')} are reserved`,
  uppercase: 'capital letters are not allowed',
  'first-character':
    'an organization begins with a lowercase letter, each further part with a lowercase letter or digit',
  'last-character': 'each part ends with a lowercase letter or digit',
  character: "only lowercase letters, digits, '.', '_' and '-' are allowed",
  separators: "'.', '_' and '-' may not stand side by side (but '__' and '--' may)",
  'one-level': 'a name has at least two parts, organization/image',
  'empty-part': "there is nothing between two '/'",
};

/** An English clause for the registry's error messages. */
export function nameProblemText(problem: NameProblem): string {
  return problemTexts[problem];
}
