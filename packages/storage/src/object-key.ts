const segment = /^[a-z0-9._-]+$/;

/**
 * Whether `name` can be one part of a key: `.` and `..` would leave the store.
 */
export function isKeySegment(name: string): boolean {
  return segment.test(name) && name !== '.' && name !== '..';
}

/**
 * Keys are made by the core, so a wrong one is a defect of ours; it must never become a path.
 * @throws TypeError
 */
export function checkKey(key: string): void {
  if (!key.split('/').every(isKeySegment)) throw new TypeError(`not a storage key: ${JSON.stringify(key)}`);
}

/**
 * A prefix is what some key could begin with; its folder part (before the last `/`) must be whole segments.
 * @returns the folder part without its last `/`, or '' for the root.
 * @throws TypeError
 */
export function prefixFolder(prefix: string): string {
  const slash = prefix.lastIndexOf('/');
  const folder = slash < 0 ? '' : prefix.slice(0, slash);
  const rest = prefix.slice(slash + 1);
  if ((slash >= 0 && !folder.split('/').every(isKeySegment)) || !/^[a-z0-9._-]*$/.test(rest)) {
    throw new TypeError(`not the beginning of a storage key: ${JSON.stringify(prefix)}`);
  }
  return folder;
}
