import type { LayerFiles } from '@wharf/api';
import { useTranslation } from 'react-i18next';
import { ChoiceBox } from '../../ui/choice-box.tsx';
import { SearchBox } from '../../ui/search-box.tsx';
import { DirectoryList } from './directory-list.tsx';
import { FileContent } from './file-content.tsx';
import { FileHits } from './file-hits.tsx';
import { useFilesPlace } from './files-address.ts';
import { PathCrumbs } from './path-crumbs.tsx';

export interface ImageParams {
  organization: string;
  repository: string;
  digest: string;
}

/** Goes through the merged file system, or through what one layer did. */
export function FileBrowser({ params, layers }: { params: ImageParams; layers: readonly LayerFiles[] }) {
  const { t } = useTranslation('files');
  const [place, go] = useFilesPlace();
  const known = layers.flatMap(({ state }, index) => (state === 'ready' ? [String(index)] : []));
  const layer = known.includes(place.layer) ? place.layer : '';
  const query = layer === '' ? {} : { layer: Number(layer) };
  return (
    <section className="file-browser" aria-labelledby="file-browser">
      <h3 id="file-browser" className="visually-hidden">
        {t('browser')}
      </h3>
      <div className="toolbar">
        <SearchBox label={t('search')} value={place.find} onChange={(find) => go({ find, file: '' })} />
        <ChoiceBox
          label={t('layer.label')}
          value={layer}
          choices={[
            { value: '', label: t('layer.all') },
            ...known.map((index) => ({ value: index, label: t('layer.one', { number: Number(index) + 1 }) })),
          ]}
          onChange={(value) => go({ layer: value, dir: '', file: '' })}
        />
        {place.find === '' && place.file === '' && (
          <ChoiceBox
            label={t('sort.label')}
            value={place.sort}
            choices={[
              { value: 'name', label: t('sort.by-name') },
              { value: '-size', label: t('sort.by-size') },
            ]}
            onChange={(sort) => go({ sort })}
          />
        )}
      </div>
      {place.file !== '' ? (
        <>
          <PathCrumbs path={place.file} />
          <FileContent params={params} path={place.file} layer={query} />
        </>
      ) : place.find !== '' ? (
        <FileHits params={params} text={place.find} layer={query} />
      ) : (
        <>
          <PathCrumbs path={place.dir} />
          <DirectoryList
            key={`${layer} ${place.dir} ${place.sort}`}
            params={params}
            path={place.dir}
            sort={place.sort}
            layer={query}
          />
        </>
      )}
    </section>
  );
}
