import { type Digest, isDigest, type Platform, parseImageConfig } from '@wharf/oci';
import type { Member } from './members.ts';
import { sha256Of } from './sha256.ts';
import { isObject, type Store } from './store.ts';

export interface ConfigFacts {
  bytes: Uint8Array;
  digest: Digest;
  /** `rootfs.diff_ids` (OCI image spec, "Image Configuration"); undefined when it is no list of digests. */
  diffIds: Digest[] | undefined;
  platform: Platform | undefined;
}

/** The configs of an archive, each read once: ten thousand images may name the same one of 4 MiB. */
export class Configs {
  readonly #store: Store;
  readonly #read = new Map<Member, ConfigFacts>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** @throws ArchiveError bad-json, too-large */
  async read(member: Member): Promise<ConfigFacts> {
    const known = this.#read.get(member);
    if (known) return known;
    const json = await this.#store.json(member);
    const bytes = await this.#store.document(member);
    const digest = member.digest ?? sha256Of(bytes);
    member.digest = digest;
    const facts = { bytes, digest, diffIds: diffIdsOf(json), platform: parseImageConfig(bytes)?.platform };
    this.#read.set(member, facts);
    return facts;
  }
}

function diffIdsOf(config: unknown): Digest[] | undefined {
  const rootfs = isObject(config) ? config.rootfs : undefined;
  const ids = isObject(rootfs) ? rootfs.diff_ids : undefined;
  if (!Array.isArray(ids)) return undefined;
  const digests = ids.filter((id): id is Digest => typeof id === 'string' && isDigest(id));
  return digests.length === ids.length ? digests : undefined;
}
