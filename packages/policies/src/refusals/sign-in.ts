import { entriesOf } from './entry.ts';

const logInAnew = 'copy a new login command from the console, run it, and try again';

export const signInReasons = {
  ...entriesOf('sign-in', {
    'sign-in': [
      'nobody is logged in, or what was asked for is not open to everybody',
      'log in with docker login (or the same command of another client), then try again',
    ],
    'not-signed-in': ['the session has ended, or nobody signed in', 'sign in again', { kept: false }],
    'unknown-or-wrong': [
      'the user name or the password is wrong',
      'check both, or copy a new login command from the console; the password is the one of Wharf, not of the machine',
    ],
    expired: ['this login has expired', logInAnew],
    revoked: ['this login was revoked', logInAnew],
    'user-disabled': [
      'this user is disabled',
      'ask an administrator of the account to enable it',
      { help: 'account-administrator' },
    ],
    'account-disabled': [
      'this account is disabled',
      'ask a system administrator of this server to enable it',
      { help: 'system-administrator' },
    ],
    'no-console-access': [
      'this user has no access to the console',
      'ask an administrator of the account to switch console access on',
      { help: 'account-administrator' },
    ],
    'no-programmatic-access': [
      'this user may not log in with clients',
      'ask an administrator of the account to switch programmatic access on',
      { help: 'account-administrator' },
    ],
    'password-change-needed': [
      'this password was set by somebody else',
      'sign in to the console first and choose another one, then log in with that',
    ],
    'key-unknown-or-wrong': [
      'the access key is unknown, or the login key is not that of it',
      'generate the login command again in the console, or create a new access key there',
    ],
    'second-factor': [
      'this user has a second factor, so the password alone is not enough',
      'log in with a login command or an access key from the console',
    ],
    code: [
      'the code of the second factor is not right, or was used before',
      'wait for the next code of your app, or use a recovery code',
    ],
    ticket: ['the sign-in took too long', 'begin again with the password', { kept: false }],
    'no-password': [
      'this user has no password here',
      'change it at the provider by which you sign in',
      { kept: false },
    ],
    'name-unfit': [
      'the provider that knows you gives a name of which no user name can be made',
      'ask whoever runs this server to choose another claim or attribute',
      { help: 'system-administrator' },
    ],
    'no-account': [
      'the provider knows you, but nothing here is open to your groups',
      'ask whoever runs this server to add a rule for them',
      { help: 'system-administrator' },
    ],
    'account-absent': [
      'your groups lead to an account that does not exist here',
      'ask a system administrator of this server to create it',
      { help: 'system-administrator' },
    ],
    'user-name-taken': [
      'another user here has your name already',
      'ask an administrator to remove that one first',
      { help: 'account-administrator' },
    ],
    'directory-away': [
      'the directory that knows this password does not answer',
      'try again later, or tell whoever runs this server',
      { help: 'system-administrator' },
    ],
    'second-factor-on': ['the second factor is on already', 'turn it off first', { kept: false }],
    'identity-linked': [
      'an identity at the sign-in provider is linked to you already',
      'unlink it first',
      { kept: false },
    ],
    'secret-typed': [
      'this is the secret of the access key, which clients must not get',
      'log in with its login key, which the console computes from it',
    ],
    'key-disabled': ['this access key is disabled', 'enable it again in the console'],
    'robot-disabled': [
      'this robot is disabled',
      'ask whoever manages its organization to enable it',
      { help: 'organization-manager' },
    ],
    'robot-expired': [
      'this robot has expired',
      'ask whoever manages its organization to give it more time',
      { help: 'organization-manager' },
    ],
    'user-gone': [
      'the user of this token is disabled or gone',
      'log in as another user, or ask an administrator',
      { help: 'account-administrator' },
    ],
    'token-invalid': [
      'the token has expired, was revoked, or is not of this server',
      'log in again; if it comes back, compare the clocks of client and server in Troubleshooting',
    ],
    'token-revoked': ['what the token was given for was taken away', 'log in again'],
    'scope-missing': [
      'the token was not asked to cover this',
      'get a token for this image: clients do that by themselves',
      { kept: false },
    ],
    'credentials-malformed': [
      'the Authorization header is neither Bearer with a token nor Basic with a name and a password',
      'log in again with your client, so that it stores well-formed credentials',
    ],
    'cross-site': ['the request came from a page of another site', "open Wharf's own console and do it there"],
    token: ['the page is older than the session', 'load the page again', { kept: false }],
    invalid_request: ['the request for a token is not well formed', 'update the client, or log in with another one'],
    unsupported_grant_type: [
      'this server gives tokens for a password only',
      'log in with a user name and a password, without an identity token',
    ],
  }),
  ...entriesOf('rate', {
    'too-many-attempts': [
      'too many wrong passwords came from there',
      'wait until then, and try once with the right password',
    ],
    busy: ['the server is busy', 'try again in a moment', { help: 'system-administrator' }],
  }),
};
