import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';

export interface PageTab<P> {
  /** What stands in the address, `?tab=`. */
  key: string;
  label: string;
  Panel: (props: P) => ReactNode;
}

/** Tabs of a page, the first one where the address names none. Each panel gets `of`. */
export function PageTabs<P extends object>({ tabs, of }: { tabs: readonly [PageTab<P>, ...PageTab<P>[]]; of: P }) {
  const [address, setAddress] = useSearchParams();
  const wanted = address.get('tab');
  const open = tabs.find(({ key }) => key === wanted) ?? tabs[0];
  return (
    <Tabs
      activeKey={open.key}
      // Filter, order and page belong to one tab's list: another tab starts without them.
      onChange={(tab) => setAddress(tab === tabs[0].key ? {} : { tab })}
      destroyOnHidden
      items={tabs.map(({ key, label, Panel }) => ({ key, label, children: <Panel {...of} /> }))}
    />
  );
}
