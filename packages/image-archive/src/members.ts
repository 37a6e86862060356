import type { Digest } from '@wharf/oci';
import { ArchiveError } from './error.ts';
import { folderOf, linkTarget, memberPath } from './member-path.ts';
import type { TarEntry } from './tar-scan.ts';

/** A file of the archive. */
export interface Member {
  path: string;
  /** Bytes. */
  size: number;
  /** Where its content begins in the tar. */
  offset: number;
  /** Its first bytes, where they were seen while indexing. */
  head?: Uint8Array;
  /** The whole content, where it looks like a document and was kept while indexing. */
  content?: Uint8Array;
  /** Hash of the content, where it was computed while indexing. */
  digest?: Digest;
}

/** As many as Linux follows. */
const hopLimit = 40;

/** What a tar holds, by path; of two members with one path the later counts, as when a tar is unpacked. */
export class Members {
  readonly #files = new Map<string, Member>();
  readonly #links = new Map<string, string>();
  readonly #others = new Map<string, string>();

  /** @throws ArchiveError unsafe-path, unsafe-link */
  add({ path: written, type, size, offset, link }: TarEntry): Member | undefined {
    const path = memberPath(written);
    if (path === '' || type === '5') return undefined;
    this.#files.delete(path);
    this.#links.delete(path);
    this.#others.delete(path);
    if (type === '0') {
      const member = { path, size, offset };
      this.#files.set(path, member);
      return member;
    }
    if (type === '1' || type === '2') {
      this.#links.set(path, linkTarget(path, link, type === '2' ? folderOf(path) : ''));
    } else this.#others.set(path, type);
    return undefined;
  }

  files(): Iterable<Member> {
    return this.#files.values();
  }

  /** Every path, those of links too. */
  paths(): string[] {
    return [...this.#files.keys(), ...this.#links.keys()];
  }

  /**
   * The file at `path`, links followed.
   * @throws ArchiveError unsafe-link for a circle, unsupported for what is no plain file
   */
  find(path: string): Member | undefined {
    let at = memberPath(path);
    for (let hops = 0; hops <= hopLimit; hops++) {
      const file = this.#files.get(at);
      if (file) return file;
      const type = this.#others.get(at);
      if (type !== undefined) {
        throw new ArchiveError('unsupported', `${path} is no plain file but of tar type ${JSON.stringify(type)}`, {
          member: path,
          found: type,
        });
      }
      const next = this.#follow(at);
      if (next === undefined) return undefined;
      at = next;
    }
    throw new ArchiveError('unsafe-link', `the links of ${path} lead in a circle`, { member: path });
  }

  /** The path with its first link replaced: the link may be a folder on the way. */
  #follow(path: string): string | undefined {
    for (let slash = path.indexOf('/'); ; slash = path.indexOf('/', slash + 1)) {
      const part = slash < 0 ? path : path.slice(0, slash);
      const target = this.#links.get(part);
      if (target !== undefined) return target + path.slice(part.length);
      if (slash < 0) return undefined;
    }
  }
}
