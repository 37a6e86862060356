import type { Grant } from '@wharf/api';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { levels } from './levels.ts';

/** The levels with what each allows. */
export function LevelChoice({ level, onLevel }: { level: Grant['level']; onLevel: (level: Grant['level']) => void }) {
  const { t } = useTranslation('grants');
  const { t: words } = useTranslation('ui');
  const name = useId();
  return (
    <fieldset className="level-choice">
      <legend>{t('add.level')}</legend>
      {levels.map((one) => (
        <label key={one} className="level-option" data-chosen={one === level}>
          <input type="radio" name={name} value={one} checked={one === level} onChange={() => onLevel(one)} />
          <span>
            <b>{words(`level.${one}`)}</b>
            <span className="quiet">{t(`allows.${one}`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
