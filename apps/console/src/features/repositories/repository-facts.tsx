import type { Repository } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { Bytes, Count } from '../../ui/bytes.tsx';
import { FactLine } from '../../ui/fact-line.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';

/** The line below an image's name. */
export function RepositoryFacts({ repository }: { repository: Repository }) {
  const { t } = useTranslation('repositories');
  const { bytes, tagCount, pulls, pushedAt, pulledAt } = repository;
  return (
    <FactLine
      facts={[
        [t('column.tags'), <Count key="tags" value={tagCount} />],
        [t('column.size'), <Bytes key="size" value={bytes} />],
        [t('column.pulls'), <Count key="pulls" value={pulls} />],
        [t('column.pushed'), <TimeAgo key="pushed" time={pushedAt} />],
        [t('header.pulled'), <TimeAgo key="pulled" time={pulledAt} never={t('header.never')} />],
      ]}
    />
  );
}
