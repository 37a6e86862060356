import { constants } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { asStorageError } from './errno.ts';
import { OpenFile } from './open-file.ts';

/** An open folder, so that making a name in it durable costs one fsync and no open. */
export class Folder {
  readonly path: string;
  /** Who may still sync it: it stays open for them. */
  users = 0;
  readonly ready: Promise<OpenFile>;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(path: string, opening: Promise<OpenFile>) {
    this.path = path;
    this.ready = opening;
  }

  /**
   * Resolves when the names made before the call are on the disk. Callers that come while an fsync runs share the
   * next one: the running one may have begun before their names were made.
   */
  sync(): Promise<void> {
    if (this.#running === undefined) return this.#start();
    const start = () => this.#start();
    this.#next ??= this.#running.then(start, start);
    return this.#next;
  }

  #start(): Promise<void> {
    this.#next = undefined;
    const running = this.ready
      .then((handle) => handle.sync())
      .finally(() => {
        this.#running = undefined;
      });
    this.#running = running;
    return running;
  }

  async close(): Promise<void> {
    const handle = await this.ready;
    await handle.close();
  }
}

/** The folders below one root, made when first needed and kept open; the ones unused longest are closed above `limit`. */
export class Folders {
  readonly #root: string;
  readonly #limit: number;
  readonly #open = new Map<string, Folder>();

  constructor(root: string, limit = 512) {
    this.#root = root;
    this.#limit = limit;
  }

  /**
   * The folder, existing and durable. Give it back with `leave`.
   * @throws StorageFull
   */
  async enter(path: string): Promise<Folder> {
    const folder = this.#open.get(path) ?? new Folder(path, this.#make(path));
    // The map's order is the order of use.
    this.#open.delete(path);
    this.#open.set(path, folder);
    folder.users += 1;
    try {
      await folder.ready;
      return folder;
    } catch (error) {
      if (this.#open.get(path) === folder) this.#open.delete(path);
      throw asStorageError(error);
    }
  }

  async leave(folder: Folder): Promise<void> {
    folder.users -= 1;
    if (this.#open.get(folder.path) !== folder) {
      if (folder.users === 0) await folder.close();
      return;
    }
    for (const idle of this.#open.values()) {
      if (this.#open.size <= this.#limit) return;
      if (idle.users > 0) continue;
      this.#open.delete(idle.path);
      await idle.close();
    }
  }

  /** Drops a folder, and those above it, that somebody took off the disk: the next use makes them anew. */
  async forget(path: string): Promise<void> {
    const folder = this.#open.get(path);
    this.#open.delete(path);
    if (folder?.users === 0) await folder.close();
    if (path !== this.#root) await this.forget(dirname(path));
  }

  async close(): Promise<void> {
    const folders = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(folders.map((folder) => folder.close()));
  }

  // The parent is synced even when the folder stands already: an earlier process may have died between the two.
  async #make(path: string): Promise<OpenFile> {
    if (path === this.#root) {
      await mkdir(path, { recursive: true });
      return openFolder(path);
    }
    const parent = await this.enter(dirname(path));
    try {
      await mkdir(path).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      });
      await parent.sync();
    } finally {
      await this.leave(parent);
    }
    return openFolder(path);
  }
}

function openFolder(path: string): Promise<OpenFile> {
  return OpenFile.open(path, constants.O_RDONLY | constants.O_DIRECTORY);
}
