import type { SavedUpload } from '../protocol.ts';

const name = 'wharf-page-upload';
const store = 'uploads';
const key = 'current';

/** The browser keeps one upload, so that it can go on after a reload. Where it keeps nothing (a private window), it cannot. */
export async function readSaved(): Promise<SavedUpload | undefined> {
  return (await within('readonly', (uploads) => uploads.get(key))) as SavedUpload | undefined;
}

export async function writeSaved(saved: SavedUpload): Promise<void> {
  await within('readwrite', (uploads) => uploads.put(saved, key));
}

export async function dropSaved(): Promise<void> {
  await within('readwrite', (uploads) => uploads.delete(key));
}

async function within(mode: IDBTransactionMode, work: (uploads: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const database = await open();
  try {
    const request = work(database.transaction(store, mode).objectStore(store));
    return await promised(request);
  } finally {
    database.close();
  }
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(store);
  return promised(request);
}

function promised<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
