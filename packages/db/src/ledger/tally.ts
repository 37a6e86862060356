/** Bytes on disk by what they are needed for; each is in one of these. */
export interface Tally {
  unique: number;
  shared: number;
  bin: number;
  awaiting: number;
  uploads: number;
}

/** A repository that holds a blob, and what for: `live` a manifest in sight, `bin` a deleted one, `none` nothing. */
export interface Holder {
  repositoryId: string;
  organizationId: string;
  use: 'live' | 'bin' | 'none';
}

export const serverId = 'server';

/** Tallies of the server, its organizations and its repositories, blob by blob. */
export class Tallies {
  readonly of = new Map<
    string,
    Tally & { kind: 'server' | 'organization' | 'repository'; organizationId: string | null }
  >();

  constructor() {
    this.#get(serverId, 'server', null);
  }

  addBlob(size: number, holders: readonly Holder[]): void {
    const live = holders.filter((holder) => holder.use === 'live');
    const organizations = new Set(live.map((holder) => holder.organizationId));
    const anyUse = live.length > 0 ? 'live' : holders.some((holder) => holder.use === 'bin') ? 'bin' : 'none';
    this.#get(serverId, 'server', null)[share(anyUse, live.length > 1)] += size;
    const uses = new Map<string, Holder['use']>();
    for (const { repositoryId, organizationId, use } of holders) {
      this.#get(repositoryId, 'repository', organizationId)[share(use, live.length > 1)] += size;
      const before = uses.get(organizationId) ?? 'none';
      if (use === 'live' || before === 'none') uses.set(organizationId, use);
    }
    for (const [id, use] of uses) this.#get(id, 'organization', null)[share(use, organizations.size > 1)] += size;
  }

  addUpload(size: number, { repositoryId, organizationId }: Omit<Holder, 'use'>): void {
    this.#get(serverId, 'server', null).uploads += size;
    this.#get(organizationId, 'organization', null).uploads += size;
    this.#get(repositoryId, 'repository', organizationId).uploads += size;
  }

  #get(id: string, kind: 'server' | 'organization' | 'repository', organizationId: string | null) {
    const known = this.of.get(id);
    if (known) return known;
    const made = { kind, organizationId, unique: 0, shared: 0, bin: 0, awaiting: 0, uploads: 0 };
    this.of.set(id, made);
    return made;
  }
}

function share(use: Holder['use'], withOthers: boolean): 'unique' | 'shared' | 'bin' | 'awaiting' {
  if (use === 'live') return withOthers ? 'shared' : 'unique';
  return use === 'bin' ? 'bin' : 'awaiting';
}
