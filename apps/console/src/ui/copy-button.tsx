import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from './announce.tsx';
import { writeClipboard } from './clipboard.ts';

/** Copies `text`; `name` says what it is ("digest", "command"). */
export function CopyButton({ text, name, labelled = false }: { text: string; name: string; labelled?: boolean }) {
  const { t } = useTranslation('ui');
  const [outcome, setOutcome] = useState<'copied' | 'copy-failed'>();
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(undefined), 1800);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    const done = (await writeClipboard(text)) ? 'copied' : 'copy-failed';
    setOutcome(done);
    announce(done === 'copied' ? t('copied', { name }) : t('copy-failed'));
  };
  const words = outcome === 'copied' ? t('copied-short') : outcome === 'copy-failed' ? t('copy-failed') : t('copy');
  return (
    <button
      type="button"
      className="copy-button"
      data-outcome={outcome}
      aria-label={t('copy-name', { name })}
      title={words}
      onClick={copy}
    >
      {outcome === 'copied' ? <CheckOutlined aria-hidden /> : <CopyOutlined aria-hidden />}
      {labelled && <span aria-hidden>{words}</span>}
    </button>
  );
}
