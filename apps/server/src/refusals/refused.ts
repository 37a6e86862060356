import type { Reason } from '@wharf/policies/refusals';

/** A refused request, before it is explained and kept. */
export interface Refused {
  reason: Reason;
  /** What happened, in words of whoever refused. */
  message: string;
  /** `rule` and `remedy` win over those of the catalogue; the rest are facts. Never a secret. */
  detail: Record<string, unknown>;
  status: number;
  code: string;
  /** Of the user or robot whose credentials held. */
  actorId: string | undefined;
  /** The login name that was tried, when they did not hold. */
  login?: string | undefined;
  address: string;
  method: string;
  operation: string;
  repository: string | undefined;
  reference: string | undefined;
  /** The `User-Agent`. */
  client: string;
  /** False for what is not worth keeping, whatever the catalogue says. */
  kept?: boolean;
}

/** What an answer tells beyond its code. */
export interface Told {
  message: string;
  detail: { reason: Reason; rule: string; remedy: string; help: Help; id?: string; [fact: string]: unknown };
}

/** Who can lift the refusal; names only where the reader may know them. */
export interface Help {
  who: string;
  names: string[];
}
