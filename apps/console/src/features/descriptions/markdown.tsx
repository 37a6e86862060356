import { useLayoutEffect, useRef } from 'react';
import { renderMarkdown } from './render-markdown.ts';

export function Markdown({ text }: { text: string }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => place.current?.replaceChildren(renderMarkdown(text)), [text]);
  return <div ref={place} className="markdown" />;
}
