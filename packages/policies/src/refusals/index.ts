import { contentReasons } from './content.ts';
import type { RefusalEntry } from './entry.ts';
import { nameReasons } from './names.ts';
import { networkReasons } from './network.ts';
import { permissionReasons } from './permission.ts';
import { signInReasons } from './sign-in.ts';

export * from './entry.ts';
export * from './sight.ts';

/** Every reason for which a request can be refused. Whoever refuses with a word that is not here does not compile. */
export const catalogue = {
  ...signInReasons,
  ...permissionReasons,
  ...nameReasons,
  ...networkReasons,
  ...contentReasons,
} satisfies Record<string, RefusalEntry>;

export type Reason = keyof typeof catalogue;

export const reasons = Object.keys(catalogue) as Reason[];

export function explainReason(reason: Reason): RefusalEntry {
  return catalogue[reason];
}

export function isReason(word: unknown): word is Reason {
  return typeof word === 'string' && Object.hasOwn(catalogue, word);
}
