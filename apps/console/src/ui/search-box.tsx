import { SearchOutlined } from '@ant-design/icons';
import { Input, type InputRef } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../actions/registry.ts';

const pauseMilliseconds = 250;

/** The filter of a page's list; `/` goes there. */
export function SearchBox({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation('ui');
  const input = useRef<InputRef>(null);
  const [text, setText] = useState(value);
  // The address can change without the box: "clear filter", the browser's Back.
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    setSeen(value);
    setText(value);
  }
  const typed = text.trim();
  useEffect(() => {
    if (typed === seen) return;
    const timer = setTimeout(() => onChange(typed), pauseMilliseconds);
    return () => clearTimeout(timer);
  }, [typed, seen, onChange]);
  useActions(
    useMemo(
      () => [
        {
          id: 'list.search',
          label: t('search-list'),
          section: 'here',
          shortcut: '/',
          perform: () => input.current?.focus({ cursor: 'all' }),
        },
      ],
      [t],
    ),
  );
  return (
    <Input
      ref={input}
      className="search-box"
      type="search"
      aria-label={label}
      aria-keyshortcuts="/"
      placeholder={label}
      prefix={<SearchOutlined aria-hidden />}
      suffix={text === '' && <kbd aria-hidden>/</kbd>}
      allowClear
      value={text}
      onChange={(event) => setText(event.target.value)}
      onPressEnter={() => typed !== value && onChange(typed)}
    />
  );
}
