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
  /** The organization's. */
  accountId: string;
  use: 'live' | 'bin' | 'none';
}

export const serverId = 'server';

/**
 * Tallies of the server, its organizations and its repositories, blob by blob. What an organization or a repository shares it shares
 * within its account: else whoever pushes a guess would learn whether another account holds the same.
 */
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
    const sharing = sharingOf(live);
    const anyUse = live.length > 0 ? 'live' : holders.some((holder) => holder.use === 'bin') ? 'bin' : 'none';
    this.#get(serverId, 'server', null)[share(anyUse, live.length > 1)] += size;
    const uses = new Map<string, Pick<Holder, 'accountId' | 'use'>>();
    for (const { repositoryId, organizationId, accountId, use } of holders) {
      const repositories = sharing.get(accountId)?.repositories ?? 0;
      this.#get(repositoryId, 'repository', organizationId)[share(use, repositories > 1)] += size;
      const before = uses.get(organizationId)?.use ?? 'none';
      if (use === 'live' || before === 'none') uses.set(organizationId, { accountId, use });
    }
    for (const [id, { accountId, use }] of uses) {
      const organizations = sharing.get(accountId)?.organizations.size ?? 0;
      this.#get(id, 'organization', null)[share(use, organizations > 1)] += size;
    }
  }

  addUpload(size: number, { repositoryId, organizationId }: Pick<Holder, 'repositoryId' | 'organizationId'>): void {
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

/** How many repositories of each account hold it in sight, and in which organizations. */
function sharingOf(live: readonly Holder[]) {
  const accounts = new Map<string, { repositories: number; organizations: Set<string> }>();
  for (const { accountId, organizationId } of live) {
    const known = accounts.get(accountId) ?? { repositories: 0, organizations: new Set() };
    known.repositories += 1;
    known.organizations.add(organizationId);
    accounts.set(accountId, known);
  }
  return accounts;
}

function share(use: Holder['use'], withOthers: boolean): 'unique' | 'shared' | 'bin' | 'awaiting' {
  if (use === 'live') return withOthers ? 'shared' : 'unique';
  return use === 'bin' ? 'bin' : 'awaiting';
}
