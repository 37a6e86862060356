import { explainReason } from '@wharf/policies/refusals';

/** Why credentials were not taken. */
export type CredentialRefusal =
  | 'unknown-or-wrong'
  | 'expired'
  | 'revoked'
  | 'second-factor'
  | 'key-unknown-or-wrong'
  | 'secret-typed'
  | 'key-disabled'
  | 'robot-disabled'
  | 'robot-expired'
  | 'user-disabled'
  | 'account-disabled'
  | 'no-console-access'
  | 'no-programmatic-access'
  | 'password-change-needed'
  | 'name-unfit'
  | 'no-account'
  | 'account-absent'
  | 'user-name-taken'
  | 'too-many-attempts';

/** The sentence for whoever logs in; what he can do about it is the catalogue's, too. */
export function credentialRefusal(reason: CredentialRefusal): string {
  return explainReason(reason).cause;
}

/** The sentence for who failed too often, with the time from which on he is heard again. */
export function waitRefusal(until: Date): string {
  return `${credentialRefusal('too-many-attempts')}, so none is tried before ${until.toISOString().replace(/\.\d+/, '')}`;
}
