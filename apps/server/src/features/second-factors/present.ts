import type { SecondFactor } from '@wharf/api';
import { signInMethodOf } from '../../auth/sign-in-method.ts';
import { isoTime } from '../iso-time.ts';

export function presentSecondFactor(row: {
  provider: string | null;
  confirmed_at: number | null;
  codes_left: number | string | null;
}): SecondFactor {
  return {
    method: signInMethodOf(row.provider),
    since: isoTime(row.confirmed_at),
    recoveryCodesLeft: Number(row.codes_left ?? 0),
  };
}
