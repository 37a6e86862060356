/** Bytes of content that are kept at most; then all is forgotten, which costs a query each. */
const capacity = 4 * 1024 * 1024;

/**
 * Remembers what `find` gave for as long as nothing in the database has changed. Never stale, since each call asks for the
 * version first, which costs a tenth of the query; a value that was read while a change went on is kept under the older version, and
 * so is forgotten at the next call.
 * @param version another number after every commit, also of other processes
 */
export function whileUnchanged<Value extends { content: Uint8Array }>(
  version: () => number,
  find: (name: string, reference: string) => Promise<Value | undefined>,
): (name: string, reference: string) => Promise<Value | undefined> {
  const known = new Map<string, Value>();
  let knownAt: number | undefined;
  let bytes = 0;
  const forget = () => {
    known.clear();
    bytes = 0;
  };
  return async (name, reference) => {
    const now = version();
    if (now !== knownAt) forget();
    knownAt = now;
    const key = `${name} ${reference}`;
    const remembered = known.get(key);
    if (remembered) return remembered;
    const found = await find(name, reference);
    if (!found || now !== knownAt || found.content.byteLength > capacity) return found;
    if (bytes + found.content.byteLength > capacity) forget();
    known.set(key, found);
    bytes += found.content.byteLength;
    return found;
  };
}
