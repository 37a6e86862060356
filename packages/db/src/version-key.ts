/**
 * `v1.2.3-rc.1_build`: numbers with dots, then a pre-release, then build metadata, which a tag spells with `_` for the
 * `+` that it cannot hold.
 */
const versionPattern = /^[vV]?(\d+(?:\.\d+)*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:_[0-9A-Za-z._-]*)?$/;

const keyLimit = 200;

// Each sorts before all that can stand in its place: a pre-release before the release, the release before `1.2.3.1`.
const preRelease = '!';
const release = '#';
const identifierEnd = ' ';

/**
 * A text of at most 200 characters that sorts, by its bytes, as semantic versions do (semver.org, section 11):
 * `1.2.3-rc.1` < `v1.2.3` < `1.10`. Absent parts count as 0, so `1.2` and `1.2.0` have the same key. A tag that is no
 * version sorts before all versions, by its name.
 */
export function versionKey(tag: string): string {
  const match = versionPattern.exec(tag);
  const numbers = match?.[1]?.split('.');
  if (!numbers) return `0${tag}`.slice(0, keyLimit);
  while (numbers.length > 3 && isZero(numbers.at(-1) ?? '')) numbers.pop();
  while (numbers.length < 3) numbers.push('0');
  const core = numbers.map(numberKey).join('');
  const identifiers = match?.[2]?.split('.');
  const rest = identifiers ? preRelease + identifiers.map(identifierKey).join('') : release;
  return `1${core}${rest}`.slice(0, keyLimit);
}

/** Digits with their count in front: longer numbers are larger. A tag has at most 128 characters, hence two hex digits. */
function numberKey(digits: string): string {
  const plain = digits.replace(/^0+(?=\d)/, '');
  return plain.length.toString(16).padStart(2, '0') + plain;
}

function identifierKey(identifier: string): string {
  return /^\d+$/.test(identifier) ? `0${numberKey(identifier)}` : `1${identifier}${identifierEnd}`;
}

function isZero(digits: string): boolean {
  return /^0+$/.test(digits);
}
