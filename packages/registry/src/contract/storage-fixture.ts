import { afterEach, beforeEach } from 'vitest';
import type { StorageDriver } from '../ports/storage.ts';

export interface OpenedStorage {
  storage: StorageDriver;
  /** A second driver over the same objects, as another process or a later life of this one has; absent for memory. */
  again?: () => Promise<StorageDriver>;
  /** Handles to objects that this process holds open now. */
  openHandles?: () => Promise<number>;
  /** Takes everything away; the drivers are closed already. */
  dispose: () => Promise<void>;
}

export const mebibyte = 1024 * 1024;

export async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const copies: Buffer[] = [];
  for await (const chunk of chunks) copies.push(Buffer.from(chunk));
  return Buffer.concat(copies);
}

export async function put(storage: StorageDriver, key: string, content: Uint8Array): Promise<void> {
  const writer = await storage.openWriter(key, 0);
  await writer.write([content]);
  await writer.sync();
  await writer.close();
}

export async function keysOf(storage: StorageDriver, prefix: string, after?: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of storage.list(prefix, after)) keys.push(key);
  return keys;
}

/** A new store for each test of the describe that calls this; it is there while a test runs. */
export function eachWithStorage(open: () => Promise<OpenedStorage>): { opened: OpenedStorage; storage: StorageDriver } {
  let opened: OpenedStorage | undefined;
  const current = (): OpenedStorage => {
    if (!opened) throw new Error('no test is running');
    return opened;
  };
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(async () => {
    await current().storage.close();
    await current().dispose();
  });
  return {
    get opened() {
      return current();
    },
    get storage() {
      return current().storage;
    },
  };
}
