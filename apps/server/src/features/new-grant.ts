import { newId } from '@wharf/db';
import { type Level, rangeOf } from '@wharf/policies/access';

/** A row of `grants`. @param pattern as `rangeOf` reads it; empty for the whole organization */
export function newGrant(grant: {
  organization: { id: string; name: string };
  holder: { kind: 'user' | 'robot'; id: string; name: string };
  pattern?: string;
  level: Level;
  by: string;
  at: number;
}) {
  const { organization, holder, pattern = '', level, by, at } = grant;
  const { first, last } = rangeOf(organization.name, pattern);
  return {
    id: newId(),
    organization_id: organization.id,
    user_id: holder.kind === 'user' ? holder.id : null,
    robot_id: holder.kind === 'robot' ? holder.id : null,
    holder_name: holder.name,
    pattern,
    first_name: first,
    last_name: last,
    level,
    created_at: at,
    created_by: by,
  };
}
