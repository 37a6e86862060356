import { ruleText } from '@wharf/api/refusal-rules';
import { organizationOf, type RepositoryName } from '@wharf/oci';
import type { Level, RefusedBecause, RegistryAction } from '@wharf/policies/access';
import type { RefusalDetail } from '@wharf/registry';

/** Why an action on a repository was refused, as the policies said it. */
export interface Refusal {
  reason: RefusedBecause;
  held: Level | undefined;
  wanted: Level;
  /** Names of who can grant it, for a member's eyes. */
  grantedBy?: string[];
}

const verbs: Record<RegistryAction, string> = { pull: 'pull from', push: 'push to', delete: 'delete in' };

/**
 * The sentence that a client's terminal shows, and the same for machines.
 * @param consoleUrl where the console is, when that is known.
 */
export function explainRefusal(
  action: RegistryAction,
  name: RepositoryName,
  refusal: Refusal,
  consoleUrl: string | undefined,
): { message: string; detail: RefusalDetail } {
  const organization = organizationOf(name);
  const { message, remedy } = sentences(action, name, organization, refusal, consoleUrl);
  return {
    message: `${message}: ${remedy}`,
    detail: { ...facts(refusal), rule: ruleOf(action, refusal), action, repository: name, remedy },
  };
}

function facts(refusal: Refusal): RefusalDetail {
  // What a stranger may not learn is not in the facts, either.
  if (refusal.reason !== 'level-too-low') return { reason: refusal.reason };
  const { reason, held, wanted, grantedBy = [] } = refusal;
  return { reason, held, wanted, grantedBy };
}

function ruleOf(action: RegistryAction, { reason, wanted }: Refusal): string {
  return reason === 'sign-in' ? reason : ruleText({ word: 'level', action, level: wanted });
}

function sentences(
  action: RegistryAction,
  name: RepositoryName,
  organization: string,
  refusal: Refusal,
  consoleUrl: string | undefined,
): { message: string; remedy: string } {
  const { grantedBy = [] } = refusal;
  const names = grantedBy.length > 0 ? ` (${grantedBy.join(', ')})` : '';
  const granter = `ask whoever manages ${organization}${names} to grant it, under Organizations > ${organization} > Users`;
  switch (refusal.reason) {
    case 'sign-in':
      return {
        message: `nobody is logged in, and ${name} is not open to everybody for this`,
        remedy: 'log in with docker login (or the same command of another client), then try again',
      };
    case 'organization-unknown': {
      const where = consoleUrl === undefined ? 'in the console' : `in the console at ${consoleUrl}/organizations`;
      return {
        message: `organization "${organization}" does not exist`,
        remedy: `create it ${where} (or ask an administrator of your account), then push again`,
      };
    }
    case 'not-a-member':
      return {
        message: `you hold no permission on organization "${organization}" and pushing needs ${refusal.wanted}`,
        remedy: granter,
      };
    case 'level-too-low':
      return {
        message: `to ${verbs[action]} ${name} you need ${refusal.wanted} on organization "${organization}", and you hold ${refusal.held}`,
        remedy: granter,
      };
    case 'share-expired':
      return {
        message: `${name} was shared with your account, and the share has ended`,
        remedy: `ask whoever manages ${organization} to share it again`,
      };
    case 'repository-hidden':
      return {
        message: `image ${name} does not exist, or you may not ${verbs[action]} it`,
        remedy: `check the name, or ask whoever manages ${organization} for permission`,
      };
  }
}
