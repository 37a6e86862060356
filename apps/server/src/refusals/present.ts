import type { Refusal } from '@wharf/api';
import { isoTime } from '../features/iso-time.ts';
import type { RefusalRow } from './queries.ts';

export function presentRefusal(row: RefusalRow): Refusal {
  const { remedy, help, ...facts } = JSON.parse(row.detail) as Record<string, unknown> &
    Pick<Refusal, 'remedy' | 'help'>;
  const kind = row.user_id !== null ? 'user' : row.robot_id !== null ? 'robot' : undefined;
  return {
    id: row.id,
    createdAt: isoTime(row.created_at),
    lastAt: isoTime(row.last_at),
    count: row.count,
    actor: kind === undefined ? null : { kind, name: row.actor_name, proven: row.proven === 1 },
    address: row.address,
    client: row.client,
    method: row.method,
    operation: row.operation,
    repository: row.repository,
    reference: row.reference,
    status: row.status,
    code: row.code,
    reason: row.reason,
    rule: row.rule,
    message: row.message,
    remedy: remedy ?? '',
    help: help ?? { who: 'system-administrator', names: [] },
    facts,
  };
}
