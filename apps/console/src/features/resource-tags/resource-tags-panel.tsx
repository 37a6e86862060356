import { DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons';
import type { ResourceTagView } from '@wharf/api';
import { resourceTagLimits } from '@wharf/oci';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../actions/action.ts';
import { ActionButton } from '../../actions/action-button.tsx';
import { ActionMenu } from '../../actions/action-menu.tsx';
import { useActions } from '../../actions/registry.ts';
import type { ApiProblem } from '../../lib/api-client.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { PlainTable } from '../../ui/plain-table.tsx';
import { RemoveTagDialog } from './remove-tag-dialog.tsx';
import { TagDialog } from './tag-dialog.tsx';
import './resource-tags.css';

export interface TagChange {
  put?: ResourceTagView[];
  remove?: string[];
}

/** One resource's tags, however they are kept. */
export interface TaggedResource {
  on: 'organizations' | 'repositories';
  name: string;
  tags: ResourceTagView[] | undefined;
  error: ApiProblem | null;
  retry: () => void;
  mayChange: boolean;
  change: (change: TagChange, done: () => void) => void;
  changing: boolean;
  changeError: ApiProblem | null;
}

/** The tags of an organization or image, with what adds, changes and removes them. */
export function ResourceTagsPanel({ resource }: { resource: TaggedResource }) {
  const { t } = useTranslation('resource-tags');
  const [dialog, setDialog] = useState<'add' | { edit: ResourceTagView } | { remove: ResourceTagView }>();
  const { tags, mayChange } = resource;
  const full = (tags?.length ?? 0) >= resourceTagLimits.perResource;
  const add = useMemo<Action>(
    () => ({
      id: 'resource-tag.add',
      label: t('add'),
      section: 'create',
      icon: <PlusOutlined aria-hidden />,
      ...(full && { refusal: t('full', { limit: resourceTagLimits.perResource }) }),
      perform: () => setDialog('add'),
    }),
    [full, t],
  );
  const offered = mayChange && tags !== undefined;
  useActions(useMemo(() => (offered ? [add] : []), [offered, add]));
  if (!tags) {
    if (resource.error?.code === 'not-found')
      return <EmptyState title={t('hidden.title')}>{t('hidden.text')}</EmptyState>;
    return resource.error ? (
      <ErrorState problem={resource.error} onRetry={resource.retry} />
    ) : (
      <LoadingState lines={4} />
    );
  }
  const close = () => setDialog(undefined);
  return (
    <section className="resource-tags">
      <p className="resource-tags-lead">{mayChange ? t(`lead.${resource.on}`) : t(`lead-read.${resource.on}`)}</p>
      {mayChange && tags.length > 0 && (
        <div className="toolbar">
          <ActionButton action={add} type="primary" />
          <span className="quiet">{t('count', { number: tags.length, limit: resourceTagLimits.perResource })}</span>
        </div>
      )}
      {tags.length === 0 ? (
        <EmptyState title={t('empty.title')} actions={mayChange && <ActionButton action={add} type="primary" />}>
          {t('empty.text')}
        </EmptyState>
      ) : (
        <div className="table-frame">
          <PlainTable
            caption={t('caption', { name: resource.name })}
            columns={[
              { key: 'key', title: t('key'), rowHeader: true, width: '40%', cell: ({ key }) => key },
              {
                key: 'value',
                title: t('value'),
                cell: ({ value }) => value || <span className="quiet">{t('no-value')}</span>,
              },
            ]}
            rows={tags}
            rowKey={({ key }) => key}
            {...(mayChange && {
              rowMenu: (tag: ResourceTagView) => (
                <ActionMenu
                  label={tag.key}
                  actions={[
                    {
                      id: 'resource-tag.edit',
                      label: t('edit'),
                      section: 'here',
                      icon: <EditOutlined aria-hidden />,
                      perform: () => setDialog({ edit: tag }),
                    },
                    {
                      id: 'resource-tag.remove',
                      label: t('remove'),
                      section: 'here',
                      icon: <DeleteOutlined aria-hidden />,
                      dangerous: true,
                      perform: () => setDialog({ remove: tag }),
                    },
                  ]}
                />
              ),
            })}
          />
        </div>
      )}
      {dialog === 'add' && <TagDialog resource={resource} tags={tags} onClose={close} />}
      {typeof dialog === 'object' && 'edit' in dialog && (
        <TagDialog resource={resource} tags={tags} tag={dialog.edit} onClose={close} />
      )}
      {typeof dialog === 'object' && 'remove' in dialog && (
        <RemoveTagDialog resource={resource} tag={dialog.remove} onClose={close} />
      )}
    </section>
  );
}
