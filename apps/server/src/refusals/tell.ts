import { explainReason } from '@wharf/policies/refusals';
import type { Refused, Told } from './refused.ts';

/**
 * A refusal's words: the sentence for a terminal, and the same in parts for machines.
 * @param id under which it is kept; docker and podman print the sentence only, so the id stands in it, too.
 */
export function tell({ reason, message, detail }: Pick<Refused, 'reason' | 'message' | 'detail'>, id?: string): Told {
  const entry = explainReason(reason);
  const { grantedBy } = detail;
  const remedy = typeof detail.remedy === 'string' ? detail.remedy : entry.remedy;
  const names = Array.isArray(grantedBy) ? grantedBy.filter((name) => typeof name === 'string') : [];
  return {
    message: `${message.includes(remedy) ? message : `${message}; ${remedy}`}${id === undefined ? '' : ` (refusal ${id})`}`,
    detail: {
      ...detail,
      reason,
      rule: typeof detail.rule === 'string' ? detail.rule : entry.rule,
      remedy,
      help: { who: entry.help, names },
      ...(id === undefined ? {} : { id }),
    },
  };
}
