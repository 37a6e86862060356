const link = /<([^<>]*)>((?:\s*;\s*[\w*-]+\s*(?:=\s*(?:"(?:[^"\\]|\\.)*"|[^",;\s]+))?)*)/g;

const parameter = /;\s*([\w*-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^",;\s]+)))?/g;

/**
 * The target of the link with relation `next` in a `Link` header (RFC 8288), made absolute against `base`; undefined
 * when there is none.
 */
export function parseNextLink(header: string | undefined, base: URL): URL | undefined {
  for (const [, target = '', parameters = ''] of header?.matchAll(link) ?? []) {
    const relation = [...parameters.matchAll(parameter)].find(([, name]) => name?.toLowerCase() === 'rel');
    const relations = (relation?.[2] ?? relation?.[3] ?? '').toLowerCase().split(/\s+/);
    if (relations.includes('next') && URL.canParse(target, base.href)) return new URL(target, base);
  }
  return undefined;
}
