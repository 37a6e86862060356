import { describe, expect, it } from 'vitest';
import { parseNextLink } from './link.ts';

const base = new URL('http://registry.example:5000/v2/a/b/tags/list?n=2');

describe('parseNextLink', () => {
  it.each([
    ['</v2/a/b/tags/list?n=2&last=t2>; rel="next"', 'http://registry.example:5000/v2/a/b/tags/list?n=2&last=t2'],
    ['<?last=x>;rel=next', 'http://registry.example:5000/v2/a/b/tags/list?last=x'],
    ['<https://other.example/x>; title="a, b; rel=prev"; rel="prev next"', 'https://other.example/x'],
    ['</first>; rel="first", </next>; rel="next"', 'http://registry.example:5000/next'],
    ['</a,b>; rel="prev", </c,d>; REL="Next"', 'http://registry.example:5000/c,d'],
  ])('finds the next page in %s', (header, expected) => {
    expect(parseNextLink(header, base)?.href).toBe(expected);
  });

  it.each([undefined, '', '</x>', '</x>; rel="last"', '</x>; title="next"', 'next', '<http://>; rel="next"'])(
    'finds none in %s',
    (header) => {
      expect(parseNextLink(header, base)).toBeUndefined();
    },
  );
});
