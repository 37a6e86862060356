import { entriesOf } from './entry.ts';

const askManager = 'ask whoever manages the organization for a permission, under Organizations > Users';

export const permissionReasons = {
  ...entriesOf('permission', {
    'organization-unknown': [
      'no such organization exists, and a push does not make one',
      'create the organization in the console first (or ask an administrator of your account), then push again',
      { help: 'account-administrator' },
    ],
    'not-a-member': ['you hold no permission on the organization', askManager, { help: 'organization-manager' }],
    'level-too-low': ['your permission is lower than this needs', askManager, { help: 'organization-manager' }],
    'repository-hidden': [
      'the image does not exist, or you may not read it',
      'check the name and its spelling, or ask whoever manages the organization for permission',
      { help: 'organization-manager' },
    ],
    'share-expired': [
      'the image was shared with your account, and the share has ended',
      'ask whoever manages its organization to share it again',
      { help: 'organization-manager' },
    ],
    'organization-hidden': [
      'the organization does not exist, or you may not see it',
      'check the name, or ask its manager for permission',
      { help: 'organization-manager' },
    ],
    'not-found': [
      'it does not exist, or you may not see it',
      'check the address, or ask whoever manages it for permission',
      { help: 'organization-manager' },
    ],
    forbidden: ['your permission does not cover this', askManager, { help: 'organization-manager' }],
    'administrators-only': [
      'only administrators of the account may do this',
      'ask an administrator of your account',
      { help: 'account-administrator' },
    ],
    'system-administrators-only': [
      'only system administrators may do this',
      'ask a system administrator',
      { help: 'system-administrator' },
    ],
    'on-own-account': [
      'nobody does this to his own account',
      'ask another system administrator',
      { help: 'system-administrator' },
    ],
    'image-public': [
      'the image is public, so everybody can pull it already',
      'make it private to share it with some accounts only',
      { kept: false },
    ],
    'on-yourself': [
      'nobody does this to himself',
      'ask another manager or an administrator',
      { help: 'account-administrator' },
    ],
    'user-hidden': [
      'the user does not exist, or belongs to another account',
      'check the name',
      { help: 'account-administrator' },
    ],
  }),
  ...entriesOf('quota', {
    'organization-quota': [
      'the account has all the organizations that it may have',
      'push to an organization that exists, remove one that is empty, or ask for a higher quota',
      { help: 'system-administrator' },
    ],
    'repository-quota': [
      'the account has all the images that it may have',
      'delete images that nobody needs, or ask for a higher quota',
      { help: 'system-administrator' },
    ],
    'tag-quota': [
      'the image has all the tags that it may have',
      'delete tags that nobody needs, or ask for a higher quota',
      { help: 'system-administrator' },
    ],
    'byte-quota': [
      'the images of the account take all the space that they may take',
      'delete images that nobody needs, or ask for a higher quota',
      { help: 'system-administrator' },
    ],
    'resource-tags': ['it would have more resource tags than allowed', 'remove some first', { kept: false }],
    'network-rules': ['there are as many network rules as are allowed', 'remove one first', { kept: false }],
    'access-key-limit': ['you have as many access keys as are allowed', 'delete one that nobody uses first'],
    'share-limit': ['the image is shared with as many accounts as are allowed', 'remove some first', { kept: false }],
    'grant-limit': [
      'the user or robot holds as many grants as are allowed',
      'remove some first, or give one on a whole organization or on names that begin alike instead of many',
      { kept: false },
    ],
    'robot-limit': ['there are as many robots as are allowed', 'remove some first', { kept: false }],
    'temporary-login-limit': ['too many of your temporary logins still work', 'revoke some, or wait until they expire'],
    'quota-used-up': [
      'a quota is used up',
      'remove what is not needed, or ask for a higher quota',
      { help: 'system-administrator' },
    ],
    'storage-full': [
      "the registry's storage is full",
      'tell whoever runs the server; what was pushed before is safe, and the push can be repeated later',
      { help: 'system-administrator' },
    ],
  }),
};
