import type { ManifestView } from '@wharf/api';
import { Tabs, type TabsProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useUrlValue } from '../../lib/url-state.ts';
import { AnnotationsView } from './annotations-view.tsx';
import { ConfigView } from './config-view.tsx';
import { LayersView } from './layers-view.tsx';
import { RawView } from './raw-view.tsx';
import './manifests.css';

/** What one manifest holds; of a child, with the annotations of the index around it. */
export function ManifestTabs({
  manifest,
  index,
  more = [],
}: {
  manifest: ManifestView;
  index?: ManifestView;
  /** What other features tell of it; before the raw document. */
  more?: NonNullable<TabsProps['items']>;
}) {
  const { t } = useTranslation('manifests');
  const [tab, setTab] = useUrlValue('tab', 'layers');
  const artifact = manifest.artifactType !== null || !manifest.config;
  const items: NonNullable<TabsProps['items']> = [
    {
      key: 'layers',
      label: artifact ? t('layers.content') : t('tabs.layers'),
      children: <LayersView manifest={manifest} artifact={artifact} />,
    },
    ...(manifest.config
      ? [{ key: 'config', label: t('tabs.config'), children: <ConfigView config={manifest.config} /> }]
      : []),
    {
      key: 'annotations',
      label: t('tabs.annotations'),
      children: <AnnotationsView manifest={manifest} {...(index && { index })} />,
    },
    ...more,
    { key: 'raw', label: t('tabs.raw'), children: <RawView manifest={manifest} {...(index && { index })} /> },
  ];
  const known = items.some(({ key }) => key === tab) ? tab : 'layers';
  return <Tabs activeKey={known} onChange={setTab} destroyOnHidden items={items} />;
}
