/** Bytes of content that are kept at most; then all is forgotten, which costs a query each. */
const capacity = 4 * 1024 * 1024;

/**
 * Remembers what `find` gave for as long as nothing in the database has changed. The version is asked for once in each turn of the
 * event loop, since that costs as much as all the rest: so never older than the beginning of the turn that reads the request, and
 * whoever sends one has not heard yet of what is committed after. A value that was read while a change went on is kept under the
 * older version, and so is forgotten at the next turn.
 * @param version another number after every commit, also of other processes
 */
export function whileUnchanged<Value extends { content: Uint8Array }>(
  version: () => number,
  find: (name: string, reference: string) => Promise<Value | undefined>,
): (name: string, reference: string) => Promise<Value | undefined> {
  const known = new Map<string, Value>();
  let knownAt: number | undefined;
  let askedThisTurn = false;
  let bytes = 0;
  const forget = () => {
    known.clear();
    bytes = 0;
  };
  const turnEnds = () => {
    askedThisTurn = false;
  };
  function look(): number {
    if (askedThisTurn && knownAt !== undefined) return knownAt;
    askedThisTurn = true;
    setImmediate(turnEnds);
    const now = version();
    if (now !== knownAt) forget();
    knownAt = now;
    return now;
  }
  return async (name, reference) => {
    const now = look();
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
