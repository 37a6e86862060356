import type { Result } from '@wharf/api';
import { Trans, useTranslation } from 'react-i18next';

/** From where the server sees the caller come, and by which rule he is in. */
export function YouPanel({ you: { address, door } }: Pick<Result<'getNetwork'>, 'you'>) {
  const { t } = useTranslation('network');
  const way = door.kind === 'public' && door.range !== null ? 'listed' : door.kind;
  const values = { address, name: door.kind === 'rule' ? door.name : '', range: 'range' in door ? door.range : '' };
  return (
    <section className="panel network-you">
      <p>
        <Trans t={t} i18nKey={`you.${way}`} values={values} components={{ code: <code />, strong: <strong /> }} />
      </p>
      <p className="quiet">{t('you.proxy')}</p>
    </section>
  );
}
