import type { ManifestView } from '@wharf/api';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../lib/format.ts';
import { Digest } from '../../ui/digest.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { splitEnv } from './env.ts';
import { PairsTable } from './pairs-table.tsx';

/** What a container made from the image starts with. */
export function ConfigView({ config }: { config: NonNullable<ManifestView['config']> }) {
  const { t, i18n } = useTranslation('manifests');
  const unset = <span className="quiet">{t('config.not-set')}</span>;
  const argv = (words: readonly string[]) => (words.length > 0 ? <Words words={words} /> : unset);
  const text = (value: string | null) => (value ? <code>{value}</code> : unset);
  const facts: [string, ReactNode][] = [
    [t('config.entrypoint'), argv(config.entrypoint)],
    [t('config.command'), argv(config.command)],
    [t('config.user'), config.user ? <code>{config.user}</code> : t('config.root-user')],
    [t('config.working-dir'), text(config.workingDir)],
    [t('config.ports'), argv(config.exposedPorts)],
    [t('config.volumes'), argv(config.volumes)],
    [t('config.stop-signal'), text(config.stopSignal)],
    [t('config.created'), config.created ? dateOrText(config.created, i18n.language) : unset],
    [t('config.author'), config.author ?? unset],
    [t('config.digest'), <Digest key="digest" digest={config.digest} />],
  ];
  const labels = Object.entries(config.labels);
  return (
    <div className="config">
      <FactList className="facts panel" facts={facts} />
      <section>
        <h3>{t('config.env')}</h3>
        {config.env.length > 0 ? <PairsTable caption={t('config.env')} pairs={config.env.map(splitEnv)} /> : unset}
      </section>
      <section>
        <h3>{t('config.labels')}</h3>
        {labels.length > 0 ? <PairsTable caption={t('config.labels')} pairs={labels} /> : unset}
      </section>
    </div>
  );
}

/** Words of a command one by one, so that a space inside one can be told from one between two. */
function Words({ words }: { words: readonly string[] }) {
  return (
    <span className="words">
      {words.map((word, index) => (
        <code key={index}>{word}</code>
      ))}
    </span>
  );
}

/** Builders may write any text as the time. */
function dateOrText(text: string, language: string): string {
  return Number.isNaN(Date.parse(text)) ? text : formatDateTime(text, language);
}
