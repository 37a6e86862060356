import fc from 'fast-check';
import { FilterParser } from 'ldapts';
import { describe, expect, it } from 'vitest';
import { escapeDn, escapeFilter, fill } from './ldap-text.ts';

const names = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc
    .array(fc.constantFrom('*', '(', ')', '\\', '|', '&', '=', ',', '+', '"', '<', ';', '#', ' ', '\0', 'uid', 'ä'), {
      maxLength: 10,
    })
    .map((parts) => parts.join('')),
);

describe('a value in a filter', () => {
  it('stays one value of one equality, whatever it holds', () => {
    fc.assert(
      fc.property(names, (name) => {
        const text = fill('(&(objectClass=person)(uid={name}))', { name: escapeFilter(name) });
        const parsed = FilterParser.parseString(text).toString();
        expect(parsed).toMatch(/^\(&\(objectClass=person\)\(uid=[^()*]*\)\)$/);
      }),
    );
    expect(escapeFilter('*)(uid=*')).toBe('\\2a\\29\\28uid=\\2a');
    expect(escapeFilter('ä\\')).toBe('\\c3\\a4\\5c');
  });

  it('is not filled in twice', () => {
    expect(fill('({name}{dn})', { name: '{dn}', dn: 'x' })).toBe('({dn}x)');
    expect(fill('({other})', { name: 'x' })).toBe('({other})');
  });
});

describe('a value in a DN', () => {
  it('stays one value, whatever it holds', () => {
    fc.assert(
      fc.property(names, (name) => {
        const dn = fill('uid={name},ou=people', { name: escapeDn(name) });
        expect(dn).toMatch(/^uid=(?:[A-Za-z0-9._@-]|\\[0-9a-f]{2})*,ou=people$/);
        const back = dn
          .slice(4, -10)
          .replace(/\\([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
        expect(Buffer.from(back, 'latin1')).toEqual(Buffer.from(name));
      }),
    );
  });
});
