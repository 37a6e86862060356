const refusals = {
  'unknown-or-wrong': 'the user name or the password is wrong',
  expired: 'this temporary login has expired: copy a new login command from the console',
  revoked: 'this temporary login was revoked: copy a new login command from the console',
  'second-factor':
    'this user has a second factor, so the password alone is not enough: log in with a login command or an access key from the console',
  'key-unknown-or-wrong':
    'the access key is unknown, or the login key is not that of it: generate the login command again in the console, or create a new access key there',
  'secret-typed':
    'this is the secret of the access key, which clients must not get: log in with its login key, which the console computes from it',
  'key-disabled': 'this access key is disabled: its user can enable it again in the console',
  'robot-disabled': 'this robot is disabled: whoever manages its organization can enable it again',
  'robot-expired': 'this robot has expired: whoever manages its organization can give it more time',
  'user-disabled': 'this user is disabled: an administrator of the account can enable it again',
  'account-disabled': 'this account is disabled: a system administrator of this server can enable it again',
  'no-console-access': 'this user has no access to the console',
  'no-programmatic-access':
    'this user may not log in with clients: an administrator of the account can switch programmatic access on',
  'password-change-needed':
    'this password was set by somebody else: sign in to the console first and choose another one, then log in with that',
  'too-many-attempts': 'too many wrong passwords: wait a little, then try again',
};

/** Why credentials were not taken. */
export type CredentialRefusal = keyof typeof refusals;

/** The sentence for whoever logs in. */
export function credentialRefusal(reason: CredentialRefusal): string {
  return refusals[reason];
}
