import { promisify } from 'node:util';
import { createGzip, gunzip } from 'node:zlib';
import { ArchiveError } from '@wharf/image-archive';
import { breathe } from './breathe.ts';

/**
 * What a layer's tar says of one path. Types: f file, s sparse file, d directory, l symbolic link, h hard link, c and b
 * devices, p pipe; w for a path that the layer deletes, o for a directory of which it hides all that lay in it.
 */
export type EntryType = 'f' | 's' | 'd' | 'l' | 'h' | 'c' | 'b' | 'p' | 'w' | 'o';

export interface IndexEntry {
  /** Without a slash at either end; empty for the root. */
  path: string;
  type: EntryType;
  mode: number;
  uid: number;
  gid: number;
  /** Bytes of a file. */
  size: number;
  /** Where the content begins in the uncompressed tar. */
  offset: number;
  /** Of links, as written. */
  link: string;
  /** The first 8 bytes of the content's sha256, to tell which files are equal; empty where there is no content. */
  hash: string;
}

type Line = [
  path: string,
  type: EntryType,
  mode: number,
  uid: number,
  gid: number,
  size: number,
  offset: number,
  link: string,
  hash: string,
];

const batchBytes = 128 * 1024;

/** Packs entries one by one, so that only the packed lines are in memory. */
export class EntryPacker {
  readonly #gzip = createGzip({ level: 6 });
  readonly #packed: Buffer[] = [];
  readonly #limit: number;
  #batch = '';
  #bytes = 0;

  /** @param limit bytes of all lines together */
  constructor(limit: number) {
    this.#limit = limit;
    this.#gzip.on('data', (chunk: Buffer) => this.#packed.push(chunk));
  }

  /** @throws ArchiveError too-large */
  async add({ path, type, mode, uid, gid, size, offset, link, hash }: IndexEntry): Promise<void> {
    const line: Line = [path, type, mode, uid, gid, size, offset, link, hash];
    this.#batch += `${JSON.stringify(line)}\n`;
    if (this.#batch.length >= batchBytes) await this.#flush();
  }

  async finish(): Promise<Uint8Array> {
    await this.#flush();
    await new Promise<void>((resolve, reject) => {
      this.#gzip.once('error', reject);
      this.#gzip.once('end', resolve);
      this.#gzip.end();
    });
    return Buffer.concat(this.#packed);
  }

  async #flush(): Promise<void> {
    const batch = Buffer.from(this.#batch);
    this.#batch = '';
    this.#bytes += batch.length;
    if (this.#bytes > this.#limit) {
      throw new ArchiveError('too-large', `the paths of the layer need more than ${this.#limit} bytes`);
    }
    await new Promise<void>((resolve, reject) => {
      this.#gzip.write(batch, (error) => (error ? reject(error) : resolve()));
    });
  }
}

const newline = 0x0a;
const linesAtOnce = 4_000;
const unpack = promisify(gunzip);

/** The entries of `EntryPacker`, in their order. Long work: it lets others in between. */
export async function* unpackEntries(packed: Uint8Array): AsyncGenerator<IndexEntry> {
  const lines = await unpack(packed);
  let count = 0;
  for (let start = 0; start < lines.length; ) {
    const end = lines.indexOf(newline, start);
    if (end < 0) return;
    const line: Line = JSON.parse(lines.toString('utf8', start, end));
    const [path, type, mode, uid, gid, size, offset, link, hash] = line;
    yield { path, type, mode, uid, gid, size, offset, link, hash };
    start = end + 1;
    if (++count % linesAtOnce === 0) await breathe();
  }
}
