import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from './announce.tsx';
import { writeClipboard } from './clipboard.ts';
import './copy-text.css';

/** A word in a cell that copies something longer when pressed. One element: a list of fifty rows has two in each. */
export function CopyText({ text, name, children }: { text: string; name: string; children: string }) {
  const { t } = useTranslation('ui');
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1800);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    const done = await writeClipboard(text);
    setCopied(done);
    announce(done ? t('copied', { name }) : t('copy-failed'));
  };
  const shown = copied ? t('copied-short') : children;
  return (
    <button
      type="button"
      className="copy-text"
      data-copied={copied}
      // What is seen has to be part of the name: it is what people say to a voice control.
      aria-label={`${shown}, ${t('copy-name', { name })}`}
      title={text}
      onClick={copy}
    >
      {shown}
    </button>
  );
}
