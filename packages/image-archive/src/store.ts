import type { Digest } from '@wharf/oci';
import type { ArchiveLimits, ImageArchive } from './archive.ts';
import { ArchiveError } from './error.ts';
import type { Member } from './members.ts';
import { sha256Of } from './sha256.ts';

/** The files of an archive or of a folder, whatever they lie in. */
export interface Files extends Pick<ImageArchive, 'sequential' | 'openMember' | 'placeOf' | 'readMembers'> {
  find(path: string): Member | undefined;
  paths(): string[];
}

/** Files with what the formats need of them: whole documents, first bytes, hashes. */
export class Store {
  readonly files: Files;
  readonly #limits: ArchiveLimits;
  #documentBytes = 0;
  #images = 0;
  #layers = 0;

  constructor(files: Files, limits: ArchiveLimits) {
    this.files = files;
    this.#limits = limits;
  }

  /** @throws ArchiveError too-large */
  countImage(): void {
    this.#images++;
    if (this.#images > this.#limits.images) throw tooMany(this.#limits.images, 'images');
  }

  /** Of all images: many may share one. @throws ArchiveError too-large */
  countLayer(): void {
    this.#layers++;
    if (this.#layers > this.#limits.layers) throw tooMany(this.#limits.layers, 'layers');
  }

  /** The whole content. @throws ArchiveError too-large */
  async document(member: Member): Promise<Uint8Array> {
    const { documentBytes, documentsBytes } = this.#limits;
    if (member.size > documentBytes) {
      throw new ArchiveError('too-large', `${member.path} is larger than any document of an image`, {
        member: member.path,
        found: member.size,
        wanted: documentBytes,
      });
    }
    if (member.content) return member.content;
    this.#documentBytes += member.size;
    if (this.#documentBytes > documentsBytes) throw tooManyDocuments(documentsBytes);
    const bytes = new Uint8Array(member.size);
    let filled = 0;
    for await (const chunk of this.files.openMember(member.path)) {
      bytes.set(chunk, filled);
      filled += chunk.length;
    }
    member.content = bytes;
    return bytes;
  }

  /** @throws ArchiveError bad-json, too-large */
  async json(member: Member): Promise<unknown> {
    return parseJson(await this.document(member), member.path);
  }

  async head(member: Member): Promise<Uint8Array> {
    if (member.head) return member.head;
    const head: number[] = [];
    for await (const chunk of this.files.openMember(member.path)) {
      head.push(...chunk.subarray(0, headBytes - head.length));
      if (head.length === headBytes) break;
    }
    member.head = Uint8Array.from(head);
    return member.head;
  }

  /** Refuses a member whose hash is known and is not `wanted`. @throws ArchiveError digest-differs */
  checkDigest(member: Member, wanted: Digest): void {
    if (!wanted.startsWith('sha256:')) return;
    if (member.content) member.digest ??= sha256Of(member.content);
    const found = member.digest;
    if (found !== undefined && found !== wanted) {
      throw new ArchiveError('digest-differs', `${member.path} has the digest ${found}, not ${wanted}`, {
        member: member.path,
        found,
        wanted,
      });
    }
  }
}

function tooMany(limit: number, what: string): ArchiveError {
  return new ArchiveError('too-large', `more than ${limit} ${what}`, { wanted: limit });
}

export const headBytes = 8;

export function tooManyDocuments(limit: number): ArchiveError {
  return new ArchiveError('too-large', 'the documents of the archive are larger than those of any image', {
    wanted: limit,
  });
}

/** @throws ArchiveError bad-json */
export function parseJson(bytes: Uint8Array, member: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message : 'not UTF-8';
    throw new ArchiveError('bad-json', `${member} is not JSON: ${reason}`, { member, found: reason }, { cause: error });
  }
}

export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON of another shape than its format says. */
export function wrongShape(member: string, where: string, wanted: string): ArchiveError {
  return new ArchiveError('manifest-format', `${member}: ${where} is not ${wanted}`, { member, where, wanted });
}
