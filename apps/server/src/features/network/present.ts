import type { DefaultNetworkRule, NetworkRule } from '@wharf/api';
import type { NetworkRulesTable, NetworkSettingsTable } from '@wharf/db';
import { readAllowList } from '../../network/read-policy.ts';
import { isoTime } from '../iso-time.ts';

export function presentRule(row: NetworkRulesTable): NetworkRule {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    ranges: JSON.parse(row.ranges) as string[],
    host: row.host,
    enabled: row.enabled === 1,
    actions: row.actions,
    blobReads: row.blob_reads,
    createdAt: isoTime(row.created_at),
    createdBy: row.created_by,
  };
}

export function presentDefaultRule(row: NetworkSettingsTable): DefaultNetworkRule {
  return {
    publicAccess: row.public_access,
    allowList: readAllowList(row.allow_list),
    host: row.host,
    actions: row.actions,
    blobReads: row.blob_reads,
  };
}
