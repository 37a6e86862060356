import { entriesOf } from './entry.ts';

const rename = 'give the image another name with docker tag, then push that';

/** One for each way in which a name can be wrong (`NameProblem` of `@wharf/oci`), and names that are taken. */
export const nameReasons = {
  ...entriesOf('name', {
    'name-empty': ['a part of the image name is empty', `name both: organization/image; ${rename}`],
    'name-too-long': ['the name is too long: 64 characters for the organization, 128 for the image', rename],
    'name-reserved': ['this organization name is reserved for the server', rename],
    'name-uppercase': ['the name holds capital letters', `use lowercase letters only; ${rename}`],
    'name-first-character': [
      'the name begins with a character that may not come first',
      `begin with a lowercase letter; ${rename}`,
    ],
    'name-last-character': ['the name ends with a separator', `end with a letter or a digit; ${rename}`],
    'name-character': [
      'the name holds a character that is not allowed',
      `use lowercase letters, digits, ".", "_" and "-"; ${rename}`,
    ],
    'name-separators': ['separators stand together that may not', `put a letter or a digit between them; ${rename}`],
    'name-one-level': [
      'the name has no organization',
      `put the organization before it: <registry>/<organization>/<image>; ${rename}`,
    ],
    'name-empty-part': ['a part between two slashes is empty', rename],
    'tag-format': [
      'this is no tag: 1 to 128 letters, digits, "_", "." and "-", not beginning with "." or "-"',
      'choose another tag',
    ],
    'unique-on-server': [
      'the name is taken, perhaps by another account: organization names are unique on the server',
      'choose another name',
      { kept: false },
    ],
    'name-taken': ['the name is taken', 'choose another name', { kept: false }],
    'tag-exists': ['the tag exists already', 'choose another tag, or say that it may be overwritten', { kept: false }],
    'no-name': [
      'an image in the archive has no name',
      'give it one with docker tag before docker save, or name it with ?repository= and ?tag=',
    ],
  }),
  ...entriesOf('in-use', {
    organizations: ['the account still has organizations', 'delete its organizations first', { kept: false }],
    images: ['the organization still holds images', 'delete its images first', { kept: false }],
    'recycle-bin': ['its recycle bin still holds images', 'empty the recycle bin first', { kept: false }],
    'not-empty': ['it is not empty', 'remove what it holds first', { kept: false }],
    'contained-in-index': ['a multi-platform image contains it', 'delete that index first, or with it'],
    'blob-in-use': ['a manifest uses the blob', 'delete that manifest first'],
    'blob-in-recycle-bin': ['a manifest in the recycle bin uses the blob', 'let go of it in the recycle bin first'],
  }),
};
