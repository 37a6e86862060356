import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useFilesPlace } from './files-address.ts';

/** The way to a path; each step goes there. */
export function PathCrumbs({ path }: { path: string }) {
  const { t } = useTranslation('files');
  const [, go] = useFilesPlace();
  const parts = path === '' ? [] : path.split('/');
  return (
    <nav className="path-crumbs" aria-label={t('path')}>
      <button type="button" className="text-button" onClick={() => go({ dir: '', file: '' })}>
        {t('root')}
      </button>
      {parts.map((name, index) => (
        <Fragment key={parts.slice(0, index + 1).join('/')}>
          <span aria-hidden>/</span>
          {index === parts.length - 1 ? (
            <span aria-current="location">{name}</span>
          ) : (
            <button
              type="button"
              className="text-button"
              onClick={() => go({ dir: parts.slice(0, index + 1).join('/'), file: '' })}
            >
              {name}
            </button>
          )}
        </Fragment>
      ))}
    </nav>
  );
}
