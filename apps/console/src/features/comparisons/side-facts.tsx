import type { ComparedSide } from '@wharf/api';
import { imageAddressText } from '@wharf/api/image-address';
import { platformText } from '@wharf/oci';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '../../lib/paths.ts';
import { Bytes } from '../../ui/bytes.tsx';
import { ChoiceBox } from '../../ui/choice-box.tsx';
import { Digest } from '../../ui/digest.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';

/** What one side is; of an index, with the choice of its platform. */
export function SideFacts({
  title,
  side,
  onChange,
}: {
  title: string;
  side: ComparedSide;
  onChange: (address: string) => void;
}) {
  const { t } = useTranslation('comparisons');
  const { organization, repository, tag, index, digest, platform, platforms } = side;
  const name = `${organization}/${repository}`;
  const platformNames = platforms.map(platformText);
  const chosen = platform ? platformText(platform) : '';
  const choose = (value: string) =>
    onChange(
      imageAddressText({
        organization,
        repository,
        ...(tag === null ? { digest: index ?? digest } : { tag }),
        platform: value,
      }),
    );
  return (
    <section className="panel compare-side" aria-label={title}>
      <h2>
        {tag === null ? (
          <Link to={paths.image(organization, repository)}>{name}</Link>
        ) : (
          <Link to={paths.tag(organization, repository, tag)}>{`${name}:${tag}`}</Link>
        )}
      </h2>
      <FactList
        className="facts"
        facts={[
          [t('digest'), <Digest key="digest" digest={digest} />],
          [
            t('platform'),
            platformNames.length > 1 && platformNames.includes(chosen) ? (
              <ChoiceBox
                key="platform"
                label={t('platform-of', { side: title })}
                value={chosen}
                choices={platformNames.map((value) => ({ value, label: value }))}
                onChange={choose}
              />
            ) : (
              chosen || '–'
            ),
          ],
          [t('size'), <Bytes key="size" value={side.size} />],
          [t('layer-count'), String(side.layerCount)],
          [t('pushed'), <TimeAgo key="pushed" time={side.pushedAt} />],
        ]}
      />
    </section>
  );
}
