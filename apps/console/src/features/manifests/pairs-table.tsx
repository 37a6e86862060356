import { useTranslation } from 'react-i18next';
import { webAddress } from './source-link.ts';

/** Names and values: environment, labels, annotations. A value that is a web address is a link. */
export function PairsTable({ caption, pairs }: { caption: string; pairs: readonly (readonly [string, string])[] }) {
  const { t } = useTranslation('manifests');
  return (
    <div className="table-frame">
      <table className="plain-table pairs-table">
        <caption className="visually-hidden">{caption}</caption>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{t('config.name')}</th>
            <th scope="col">{t('config.value')}</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(([name, value], index) => (
            <tr key={index}>
              <th scope="row">{name}</th>
              <td className="wrap">
                <Value text={value} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Value({ text }: { text: string }) {
  const link = webAddress(text);
  return link ? (
    <a href={link} target="_blank" rel="noreferrer">
      {text}
    </a>
  ) : (
    <code>{text}</code>
  );
}
