/** key=value that people put on an organization or an image to find it again: `env=prod`. Not an image's tag. */
export interface ResourceTag {
  key: string;
  value: string;
}

/** Characters are counted as people see them in Unicode: code points. */
export const resourceTagLimits = { keyCharacters: 128, valueCharacters: 255, perResource: 20 } as const;

/** Why a key or value is refused; each is a key of the console's messages. */
export type ResourceTagProblem = 'empty' | 'too-long' | 'reserved' | 'outer-space' | 'character';

const keyCharacters = /^[\p{L}\p{M}\p{N} _.:=+\-@]*$/u;
const valueCharacters = /^[\p{L}\p{M}\p{N} _.:/=+\-@]*$/u;

/** What is wrong with a key, or undefined: 1-128 letters, digits, spaces and `_ . : = + - @`; no `_sys_` in front. */
export function resourceTagKeyProblem(key: string): ResourceTagProblem | undefined {
  if (key === '') return 'empty';
  if (key.startsWith('_sys_')) return 'reserved';
  return textProblem(key, keyCharacters, resourceTagLimits.keyCharacters);
}

/** What is wrong with a value, or undefined: at most 255 characters as in a key, and `/`. It may be empty. */
export function resourceTagValueProblem(value: string): ResourceTagProblem | undefined {
  return textProblem(value, valueCharacters, resourceTagLimits.valueCharacters);
}

function textProblem(text: string, allowed: RegExp, limit: number): ResourceTagProblem | undefined {
  if (!allowed.test(text)) return 'character';
  // Nobody sees a space there, and the tag would not be found again.
  if (text !== text.trim()) return 'outer-space';
  return [...text].length > limit ? 'too-long' : undefined;
}

/** Keys that look alike are the same key. */
export function normalizeResourceTagText(text: string): string {
  return text.normalize('NFC');
}

/** What a filter asks of one key: any of these values, or any value at all when there are none. */
export interface ResourceTagFilter {
  key: string;
  values: string[];
}

/**
 * One condition of a filter as text: `env=prod`, `env=` for an empty value, `env` for any value. A `=` in the key is
 * written `%3D`, so that the first `=` always ends the key; neither keys nor values hold a `%`.
 */
export function writeResourceTagCondition({ key, value }: { key: string; value?: string | undefined }): string {
  const written = key.replaceAll('=', '%3D');
  return value === undefined ? written : `${written}=${value}`;
}

/** Reads what `writeResourceTagCondition` writes; undefined when it is none. */
export function parseResourceTagCondition(text: string): { key: string; value: string | undefined } | undefined {
  const normalized = normalizeResourceTagText(text);
  const at = normalized.indexOf('=');
  const key = (at < 0 ? normalized : normalized.slice(0, at)).replaceAll(/%3D/gi, '=');
  const value = at < 0 ? undefined : normalized.slice(at + 1);
  if (resourceTagKeyProblem(key) || (value !== undefined && resourceTagValueProblem(value))) return undefined;
  return { key, value };
}

/** Conditions by key: values of one key are alternatives; a condition for any value leaves the key without values. */
export function gatherResourceTagConditions(
  conditions: readonly { key: string; value: string | undefined }[],
): ResourceTagFilter[] {
  const byKey = new Map<string, Set<string> | 'any'>();
  for (const { key, value } of conditions) {
    const known = byKey.get(key);
    if (value === undefined || known === 'any') byKey.set(key, 'any');
    else byKey.set(key, new Set(known).add(value));
  }
  return [...byKey].map(([key, values]) => ({ key, values: values === 'any' ? [] : [...values] }));
}
