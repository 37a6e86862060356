import type { UploadPlan } from '@wharf/api';
import { Checkbox, Input } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { shortDigest } from '../../lib/format.ts';
import { Bytes } from '../../ui/bytes.tsx';
import { useProblemText } from '../../ui/problem-text.ts';
import { type Row, repositoryProblem, tagProblem } from './naming.ts';
import type { ImageSummary } from './protocol.ts';
import { changeRow } from './upload-store.ts';
import { bytesThere } from './use-plan.ts';

/** One name of an image: whether it is wanted, what is in it, and where it goes. */
export function ImageRow({
  row,
  image,
  repeated,
  plan,
}: {
  row: Row;
  image: ImageSummary;
  repeated: boolean;
  plan: UploadPlan | undefined;
}) {
  const { t } = useTranslation('page-uploads');
  const { fieldTextOf } = useProblemText();
  const id = useId();
  const { repository, tag, chosen } = row;
  const wrongName = chosen ? repositoryProblem(repository) : undefined;
  const wrongTag = chosen ? tagProblem(tag) : undefined;
  const current = plan?.tags.find((one) => one.repository === repository && one.tag === tag)?.current;
  const there = bytesThere(plan, image.parts);
  const name = row.written || t('nameless');
  return (
    <tr data-wanted={chosen}>
      <td>
        <Checkbox
          checked={chosen}
          aria-label={t('choose', { name })}
          onChange={(event) => changeRow(row.id, { chosen: event.target.checked })}
        />
      </td>
      <th scope="row">
        <span className="upload-written">{name}</span>
        <span className="upload-inside quiet">
          {image.platforms.map((platform) => (
            <span key={platform} className="chip">
              {platform}
            </span>
          ))}
        </span>
        <details className="upload-layers">
          <summary>{t('layers', { count: image.layers })}</summary>
          <ol>
            {image.parts
              .filter(({ kind }) => kind !== 'document')
              .map(({ key, digest, size }) => (
                <li key={key}>
                  <code title={digest}>{shortDigest(digest)}</code> <Bytes value={size} />
                </li>
              ))}
          </ol>
        </details>
        {image.missing > 0 && <span className="upload-inside quiet">{t('missing', { count: image.missing })}</span>}
      </th>
      <td>
        <Input
          value={repository}
          disabled={!chosen}
          aria-label={t('image-name-of', { name })}
          aria-invalid={wrongName !== undefined}
          aria-describedby={`${id}-name`}
          {...(wrongName && { status: 'error' as const })}
          onChange={(event) => changeRow(row.id, { repository: event.target.value })}
        />
        <p id={`${id}-name`} className="field-note" data-tone="bad">
          {wrongName &&
            (wrongName.part === undefined
              ? fieldTextOf(wrongName.problem)
              : t('wrong-part', { part: wrongName.part, text: fieldTextOf(wrongName.problem) }))}
        </p>
      </td>
      <td>
        <Input
          value={tag}
          disabled={!chosen}
          aria-label={t('tag-of', { name })}
          aria-invalid={wrongTag !== undefined || repeated}
          aria-describedby={`${id}-tag`}
          {...((wrongTag || repeated) && { status: 'error' as const })}
          onChange={(event) => changeRow(row.id, { tag: event.target.value })}
        />
        <p id={`${id}-tag`} className="field-note" data-tone={wrongTag || repeated ? 'bad' : 'warn'}>
          {wrongTag && t(`tag-problem.${wrongTag}`)}
          {!wrongTag && repeated && t('repeated')}
          {chosen && !wrongTag && !repeated && current && t('overwrites', { digest: shortDigest(current) })}
        </p>
      </td>
      <td data-align="end">
        <Bytes value={image.size} />
        {there > 0 && (
          <p className="field-note" data-tone="good">
            {t('there')} <Bytes value={there} />
          </p>
        )}
      </td>
    </tr>
  );
}
