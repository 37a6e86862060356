import { imageAddressText, parseImageAddress } from '@wharf/api/image-address';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiQuery } from '../../lib/queries.ts';

/** The newest tags of the image on the left, to compare it with. */
export function OtherSide({ left, onChoose }: { left: string; onChoose: (right: string) => void }) {
  const { t } = useTranslation('comparisons');
  const address = useMemo(() => parseImageAddress(left), [left]);
  const organization = address?.organization ?? '';
  const repository = address?.repository ?? '';
  const tags = useApiQuery(
    'listTags',
    { params: { organization, repository }, query: { limit: 20 } },
    { enabled: address !== undefined },
  );
  const others = tags.data?.items.filter(({ name }) => name !== address?.tag) ?? [];
  if (!address || others.length === 0) return <p className="quiet">{t('how-to')}</p>;
  return (
    <section>
      <h2>{t('with-tag')}</h2>
      <p className="chips compare-others">
        {others.map(({ name }) => (
          <button
            key={name}
            type="button"
            className="chip"
            onClick={() =>
              onChoose(imageAddressText({ organization, repository, tag: name, platform: address.platform }))
            }
          >
            {name}
          </button>
        ))}
      </p>
    </section>
  );
}
