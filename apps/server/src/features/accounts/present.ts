import type { Account } from '@wharf/api';
import { isoTime } from '../iso-time.ts';
import type { AccountRow } from './queries.ts';

export function presentAccount(row: AccountRow): Account {
  return {
    id: row.id,
    name: row.name,
    disabled: row.disabled_at !== null,
    createdAt: isoTime(row.created_at),
    users: row.users ?? 0,
    ...presentQuota(row),
  };
}

export function presentQuota(row: AccountRow): Pick<Account, 'use' | 'quotas'> {
  return {
    use: { organizations: row.counted_organizations ?? 0, repositories: row.repositories ?? 0, bytes: row.bytes ?? 0 },
    quotas: {
      organizations: row.organization_quota,
      repositories: row.repository_quota,
      tags: row.tag_quota,
      bytes: row.byte_quota,
    },
  };
}
