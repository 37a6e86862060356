import type { TemporaryCredential } from '@wharf/api';
import { isoTime } from '../iso-time.ts';

export interface CredentialRow {
  id: string;
  login: string;
  created_at: number;
  expires_at: number;
  last_used_at: number | null;
  last_used_address: string | null;
  revoked_at: number | null;
}

export function presentCredential(row: CredentialRow, now: Date): TemporaryCredential {
  return {
    id: row.id,
    login: row.login,
    createdAt: isoTime(row.created_at),
    expiresAt: isoTime(row.expires_at),
    lastUsedAt: isoTime(row.last_used_at),
    lastUsedFrom: row.last_used_address,
    state: stateOf(row, now),
  };
}

function stateOf(row: CredentialRow, now: Date): TemporaryCredential['state'] {
  if (row.revoked_at !== null) return 'revoked';
  return row.expires_at <= now.getTime() ? 'expired' : 'active';
}
