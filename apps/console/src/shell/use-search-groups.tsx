import { ApartmentOutlined, AppstoreOutlined, BarcodeOutlined, TagOutlined } from '@ant-design/icons';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Action } from '../actions/action.ts';
import { paths } from '../lib/paths.ts';
import { useApiQuery } from '../lib/queries.ts';

const pauseMilliseconds = 150;
/** The server looks for nothing shorter. */
const shortestText = 2;
const shortDigest = 'sha256:'.length + 12;

export interface SearchGroup {
  name: string;
  entries: Action[];
}

/** What the server finds for a text, in groups, a moment after the last letter was typed. */
export function useSearchGroups(text: string): SearchGroup[] {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const q = useLater(text);
  const wanted = text.length >= shortestText && q.length >= shortestText;
  const { data } = useApiQuery('search', { query: { q } }, { enabled: wanted });
  return useMemo(() => {
    if (!wanted || !data) return [];
    const entry = (id: string, label: string, icon: Action['icon'], path: string): Action => ({
      id,
      label,
      section: 'go',
      icon,
      perform: () => void navigate(path),
    });
    return [
      {
        name: t('palette.section.organizations'),
        entries: data.organizations.items.map(({ name }) =>
          entry(`organization.${name}`, name, <ApartmentOutlined aria-hidden />, paths.organization(name)),
        ),
      },
      {
        name: t('palette.section.images'),
        entries: data.repositories.items.map(({ organization, repository }) =>
          entry(
            `image.${organization}/${repository}`,
            `${organization}/${repository}`,
            <AppstoreOutlined aria-hidden />,
            paths.image(organization, repository),
          ),
        ),
      },
      {
        name: t('palette.section.tags'),
        entries: data.tags.items.map(({ organization, repository, tag }) =>
          entry(
            `tag.${organization}/${repository}:${tag}`,
            `${organization}/${repository}:${tag}`,
            <TagOutlined aria-hidden />,
            paths.tag(organization, repository, tag),
          ),
        ),
      },
      {
        name: t('palette.section.manifests'),
        entries: data.manifests.items.map(({ organization, repository, digest, tag }) =>
          entry(
            `manifest.${organization}/${repository}@${digest}`,
            `${organization}/${repository}${tag ? `:${tag}` : ''} ${digest.slice(0, shortDigest)}`,
            <BarcodeOutlined aria-hidden />,
            tag ? paths.tag(organization, repository, tag) : paths.image(organization, repository),
          ),
        ),
      },
    ];
  }, [wanted, data, navigate, t]);
}

/** The value once it has stayed the same for a moment. */
function useLater(value: string): string {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), pauseMilliseconds);
    return () => clearTimeout(timer);
  }, [value]);
  return later;
}
