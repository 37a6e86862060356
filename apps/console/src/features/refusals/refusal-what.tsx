import type { Refusal } from '@wharf/api';
import { useTranslation } from 'react-i18next';

const registryOperations = ['pull', 'push', 'delete', 'login'];

/** What was asked for: the verb, and the image where it was about one. */
export function RefusalWhat({ refusal: { operation, repository, reference } }: { refusal: Refusal }) {
  const { t } = useTranslation('refusals');
  const verb = registryOperations.includes(operation) ? operation : 'console';
  const separator = reference?.includes(':') ? '@' : ':';
  return (
    <>
      {t(`operation.${verb}`)} {repository && <code>{`${repository}${reference ? separator + reference : ''}`}</code>}
    </>
  );
}
