import type { Difference } from '@wharf/api';
import { useTranslation } from 'react-i18next';

/** Values that differ, side by side. */
export function DifferencesTable({
  title,
  differences,
  nameOf = (name) => name,
}: {
  title: string;
  differences: readonly Difference[];
  nameOf?: (name: string) => string;
}) {
  const { t } = useTranslation('comparisons');
  if (differences.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <div className="table-frame">
        <table className="plain-table compare-values">
          <caption className="visually-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t('name')}</th>
              <th scope="col">{t('left')}</th>
              <th scope="col">{t('right')}</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ name, left, right }) => (
              <tr key={name}>
                <th scope="row">{nameOf(name)}</th>
                <Value value={left} />
                <Value value={right} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Value({ value }: { value: string | null }) {
  const { t } = useTranslation('comparisons');
  return <td>{value === null ? <span className="quiet">{t('not-there')}</span> : <code>{value}</code>}</td>;
}
