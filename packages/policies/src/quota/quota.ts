/** What an account's quotas bound; `tags` is for each repository, the others are for the whole account. */
export const quotaKinds = ['organizations', 'repositories', 'tags', 'bytes'] as const;
export type QuotaKind = (typeof quotaKinds)[number];

/** Null: as much as it likes. */
export type Quotas = Record<QuotaKind, number | null>;

export interface QuotaQuestion {
  kind: QuotaKind;
  limit: number | null;
  used: number;
  /** How much would come on top. */
  wanted: number;
}

export interface QuotaRefusal {
  allowed: false;
  reason: `${'organization' | 'repository' | 'tag' | 'byte'}-quota`;
  kind: QuotaKind;
  used: number;
  limit: number;
  wanted: number;
  /** What must go before it fits. */
  over: number;
}

export type QuotaDecision = { allowed: true } | QuotaRefusal;

const reasons = {
  organizations: 'organization-quota',
  repositories: 'repository-quota',
  tags: 'tag-quota',
  bytes: 'byte-quota',
} as const;

/** Whether what is wanted fits. What does not grow is never refused, not even above a limit that was lowered. */
export function decideQuota({ kind, limit, used, wanted }: QuotaQuestion): QuotaDecision {
  if (limit === null || wanted <= 0 || used + wanted <= limit) return { allowed: true };
  return { allowed: false, reason: reasons[kind], kind, used, limit, wanted, over: used + wanted - limit };
}
