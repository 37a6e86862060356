import './organizations.css';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';

const visibilities = ['private', 'public'] as const;
export type Visibility = (typeof visibilities)[number];

/** Who may pull from a new organization, each with what it means. */
export function VisibilityChoice({ value, onChange }: { value: Visibility; onChange: (value: Visibility) => void }) {
  const { t } = useTranslation('organizations');
  const id = useId();
  return (
    <fieldset className="visibility-choice">
      <legend>{t('visibility.label')}</legend>
      {visibilities.map((one) => (
        <label key={one}>
          <input
            type="radio"
            name={id}
            value={one}
            checked={value === one}
            onChange={() => onChange(one)}
            aria-describedby={`${id}-${one}`}
          />
          <span>
            <strong>{t(`visibility.${one}`)}</strong>
            <span id={`${id}-${one}`}>{t(`visibility.${one}-text`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
