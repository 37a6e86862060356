/** A map of bounded size that drops what was longest unused. */
export interface Lru<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  remove(key: string): void;
}

export function createLru<Value>(limit: number): Lru<Value> {
  // A Map keeps its insertion order: what is used goes to the end.
  const entries = new Map<string, Value>();
  return {
    get(key) {
      const value = entries.get(key);
      if (value === undefined) return undefined;
      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    set(key, value) {
      entries.delete(key);
      entries.set(key, value);
      for (const oldest of entries.keys()) {
        if (entries.size <= limit) break;
        entries.delete(oldest);
      }
    },
    remove(key) {
      entries.delete(key);
    },
  };
}
