import { CloseOutlined, FilterOutlined } from '@ant-design/icons';
import { parseResourceTagCondition, writeResourceTagCondition } from '@wharf/oci';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApiQuery } from '../../lib/queries.ts';
import { ChoiceBox } from '../../ui/choice-box.tsx';
import './resource-tags.css';

export interface TagFilterProps {
  on: 'organizations' | 'repositories';
  /** As in the address. */
  conditions: readonly string[];
  onConditions: (conditions: string[]) => void;
}

const any = '\0any';

/** Chooses what a list is limited to, a key and then a value; conditions stand beside it and go away by a click. */
export function TagFilter({ on, conditions, onConditions }: TagFilterProps) {
  const { t } = useTranslation('resource-tags');
  const [open, setOpen] = useState(false);
  // Looking through all resources costs more than a page of a list: only for who wants to choose.
  const answer = useApiQuery('listResourceTagKeys', { query: { on } }, { enabled: open });
  const known = answer.data?.items ?? [];
  const [key, setKey] = useState('');
  const values = known.find((one) => one.key === key)?.values ?? [];
  const add = (value: string) => {
    const condition = writeResourceTagCondition(value === any ? { key } : { key, value });
    setKey('');
    onConditions([...conditions.filter((one) => one !== condition), condition]);
  };
  return (
    <span className="tag-filter">
      {!(open && answer.data) && (
        <Button icon={<FilterOutlined aria-hidden />} loading={open && answer.isPending} onClick={() => setOpen(true)}>
          {t('filter.key')}
        </Button>
      )}
      {open && answer.data && known.length === 0 && (
        <span className="quiet" role="status">
          {t(`filter.none.${on}`)}
        </span>
      )}
      {open && known.length > 0 && (
        <ChoiceBox
          label={t('filter.key')}
          value={key}
          choices={[{ value: '', label: t('filter.key') }, ...known.map((one) => ({ value: one.key, label: one.key }))]}
          onChange={setKey}
        />
      )}
      {key !== '' && (
        <ChoiceBox
          label={t('filter.value', { key })}
          value=""
          choices={[
            { value: '', label: t('filter.value', { key }) },
            { value: any, label: t('filter.any') },
            ...values.filter(Boolean).map((value) => ({ value, label: value })),
          ]}
          onChange={(value) => value && add(value)}
        />
      )}
      {conditions.map((condition) => (
        <button
          key={condition}
          type="button"
          className="tag-condition"
          aria-label={t('filter.remove', { condition: readable(condition) })}
          onClick={() => onConditions(conditions.filter((one) => one !== condition))}
        >
          <span>{readable(condition)}</span>
          <CloseOutlined aria-hidden />
        </button>
      ))}
    </span>
  );
}

function readable(condition: string): string {
  const read = parseResourceTagCondition(condition);
  if (!read) return condition;
  return read.value === undefined ? read.key : `${read.key}=${read.value}`;
}
