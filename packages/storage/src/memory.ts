import { ObjectNotFound, type ObjectWriter, type StorageDriver, StorageFull } from '@wharf/registry/ports/storage';
import { checkKey, prefixFolder } from './object-key.ts';

interface StoredObject {
  chunks: Uint8Array[];
  size: number;
  modifiedAt: Date;
}

/**
 * Objects in this process's memory, for tests and trials.
 * @param options.capacity bytes that fit in; a write beyond throws `StorageFull`.
 */
export function createMemoryStorage({ capacity = Number.POSITIVE_INFINITY } = {}): StorageDriver {
  const objects = new Map<string, StoredObject>();

  const append = (object: StoredObject, chunks: readonly Uint8Array[]): void => {
    const copy = Buffer.concat(chunks);
    let used = copy.length;
    for (const { size } of objects.values()) used += size;
    if (used > capacity) throw new StorageFull(`the ${capacity} bytes of memory storage are full`);
    object.chunks.push(copy);
    object.size += copy.length;
    object.modifiedAt = new Date();
  };

  return {
    async stat(key) {
      checkKey(key);
      const object = objects.get(key);
      return object && { size: object.size, modifiedAt: object.modifiedAt };
    },
    read(key, range) {
      checkKey(key);
      return readObject(objects, key, range?.start ?? 0, range ? range.end + 1 : Number.POSITIVE_INFINITY);
    },
    async openWriter(key, at) {
      checkKey(key);
      if (!Number.isSafeInteger(at) || at < 0) throw new RangeError(`not a place in an object: ${at}`);
      const before = objects.get(key);
      if (at > (before?.size ?? 0)) throw new ObjectNotFound(key);
      const kept = Buffer.concat(before?.chunks ?? []).subarray(0, at);
      const object = { chunks: [kept], size: kept.length, modifiedAt: new Date() };
      objects.set(key, object);
      return memoryWriter(object, append);
    },
    async remove(key) {
      checkKey(key);
      objects.delete(key);
    },
    async *list(prefix, after = '') {
      prefixFolder(prefix);
      const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
      for (const key of keys) {
        const object = objects.get(key);
        if (object) yield { key, size: object.size, modifiedAt: object.modifiedAt };
      }
    },
    async close() {},
  };
}

async function* readObject(
  objects: Map<string, StoredObject>,
  key: string,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, void, void> {
  const object = objects.get(key);
  if (!object) throw new ObjectNotFound(key);
  let position = 0;
  for (const chunk of object.chunks) {
    const part = chunk.subarray(Math.max(0, start - position), Math.max(0, end - position));
    position += chunk.length;
    // A copy, as every driver's chunk: whoever writes into it changes nothing that is stored.
    if (part.length > 0) yield Buffer.from(part);
  }
}

function memoryWriter(
  object: StoredObject,
  append: (object: StoredObject, chunks: readonly Uint8Array[]) => void,
): ObjectWriter {
  let closed = false;
  return {
    get size() {
      return object.size;
    },
    async write(chunks) {
      if (closed) throw new Error('the writer is closed');
      append(object, chunks);
    },
    async sync() {
      if (closed) throw new Error('the writer is closed');
    },
    async close() {
      closed = true;
    },
  };
}
