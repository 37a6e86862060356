/** What is known of a user whose credential was right, when it is decided whether it lets him in. */
export interface EntryFacts {
  userDisabled: boolean;
  accountDisabled: boolean;
  consoleAccess: boolean;
  programmaticAccess: boolean;
  /** Somebody else set his password. */
  mustChangePassword: boolean;
}

export const entryRefusals = [
  'account-disabled',
  'user-disabled',
  'no-console-access',
  'no-programmatic-access',
  'password-change-needed',
] as const;
export type EntryRefusal = (typeof entryRefusals)[number];

export type EntryDecision = { allowed: true } | { allowed: false; reason: EntryRefusal };

/**
 * Whether a user who proved who he is may come in: to the console, or with a client by his password or another credential.
 * A password that somebody else set opens the console only (which lets him do nothing but change it), and no client, unless
 * he could never change it. Ask only after the proof: the reason tells that the user exists.
 */
export function decideEntry(facts: EntryFacts, by: 'console' | 'password' | 'credential'): EntryDecision {
  if (facts.accountDisabled) return refused('account-disabled');
  if (facts.userDisabled) return refused('user-disabled');
  if (by === 'console') return facts.consoleAccess ? { allowed: true } : refused('no-console-access');
  if (!facts.programmaticAccess) return refused('no-programmatic-access');
  if (by === 'password' && facts.mustChangePassword && facts.consoleAccess) return refused('password-change-needed');
  return { allowed: true };
}

function refused(reason: EntryRefusal): EntryDecision {
  return { allowed: false, reason };
}
