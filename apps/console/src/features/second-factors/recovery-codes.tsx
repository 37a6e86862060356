import '../../ui/command.css';
import './second-factors.css';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../lib/session.ts';
import { CopyButton } from '../../ui/copy-button.tsx';

/** The ten codes, the only time that they can be seen. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const { t } = useTranslation('second-factors');
  const { user } = useSession();
  const text = `${codes.join('\n')}\n`;
  const save = () => {
    const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = `wharf-recovery-codes-${user.name}.txt`;
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <>
      <p>{t('codes.text')}</p>
      <ol className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="second-factor-actions">
        <Button onClick={save}>{t('codes.save')}</Button>
        <CopyButton text={text} name={t('codes.name')} labelled />
      </div>
      <p className="once-note">{t('codes.once')}</p>
    </>
  );
}
