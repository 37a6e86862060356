import type { Refusal } from '@wharf/api';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

export interface ReasonText {
  cause: string;
  remedy: string;
}

/** Why something is refused, in the user's language; what has no words here is told in the server's. */
export function useReasonText(): (reason: string, told?: ReasonText) => ReasonText {
  const { t } = useTranslation('refusals');
  return useCallback(
    (reason, told = { cause: reason, remedy: '' }) => ({
      cause: t(`reason.${reason}.cause`, { defaultValue: told.cause }),
      remedy: t(`reason.${reason}.remedy`, { defaultValue: told.remedy }),
    }),
    [t],
  );
}

export function useRefusalText(): (refusal: Refusal) => ReasonText {
  const textOf = useReasonText();
  return useCallback(({ reason, message, remedy }) => textOf(reason, { cause: message, remedy }), [textOf]);
}
