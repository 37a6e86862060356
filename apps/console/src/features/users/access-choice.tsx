import './users.css';
import { useTranslation } from 'react-i18next';
import { CheckBox } from '../../ui/check-box.tsx';

export interface Access {
  consoleAccess: boolean;
  programmaticAccess: boolean;
}

/** The two ways in, each with what it is for. */
export function AccessChoice({
  value = { consoleAccess: true, programmaticAccess: true },
  onChange,
  ownConsole = false,
}: {
  value?: Access;
  onChange?: (value: Access) => void;
  /** Nobody shuts himself out. */
  ownConsole?: boolean;
}) {
  const { t } = useTranslation('users');
  const ways = [
    { key: 'consoleAccess', word: 'console', fixed: ownConsole },
    { key: 'programmaticAccess', word: 'programmatic', fixed: false },
  ] as const;
  return (
    <fieldset className="access-choice" aria-label={t('access.label')}>
      {ways.map(({ key, word, fixed }) => (
        <div key={key}>
          <CheckBox
            checked={value[key]}
            disabled={fixed}
            onChange={(checked) => onChange?.({ ...value, [key]: checked })}
          >
            <strong>{t(`access.${word}`)}</strong>
            <span>{t(`access.${word}-text`)}</span>
          </CheckBox>
        </div>
      ))}
    </fieldset>
  );
}
