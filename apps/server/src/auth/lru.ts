/** A map of bounded size that drops what was not used for long. */
export interface Lru<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  remove(key: string): void;
}

/**
 * Two generations: what is asked for moves to the younger one, and when that is full, the older one goes. So a look-up of what was used
 * lately writes nothing. Moving a key to the end of one map at each use would keep the string that just came with a request (a token of
 * 700 characters), and leave the one before to the garbage collector.
 */
export function createLru<Value>(limit: number): Lru<Value> {
  const half = Math.max(1, Math.floor(limit / 2));
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();

  function set(key: string, value: Value): void {
    if (young.size >= half && !young.has(key)) {
      old = young;
      young = new Map();
    }
    old.delete(key);
    young.set(key, value);
  }

  return {
    get(key) {
      const value = young.get(key);
      if (value !== undefined) return value;
      const before = old.get(key);
      if (before !== undefined) set(key, before);
      return before;
    },
    set,
    remove(key) {
      young.delete(key);
      old.delete(key);
    },
  };
}
