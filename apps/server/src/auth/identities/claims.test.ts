import { describe, expect, it } from 'vitest';
import { claimOf, namesIn } from './claims.ts';

describe('a claim', () => {
  const claims = {
    groups: ['a'],
    'realm.roles': 'flat',
    realm: { roles: ['deep'] },
    realm_access: { roles: ['b', 7, ''] },
  };

  it('is found by its name before it is looked for by a path', () => {
    expect(claimOf(claims, 'realm.roles')).toBe('flat');
    expect(claimOf(claims, 'realm_access.roles')).toEqual(['b', 7, '']);
    for (const name of ['constructor', 'groups.length.x', 'toString.name', 'absent', 'realm.absent']) {
      expect(claimOf(claims, name)).toBeUndefined();
    }
  });

  it('gives the names in it, and nothing else', () => {
    expect(namesIn(claimOf(claims, 'realm_access.roles'))).toEqual(['b']);
    expect(namesIn('one')).toEqual(['one']);
    for (const claim of [undefined, null, 7, { a: 'b' }, [['x']]]) expect(namesIn(claim)).toEqual([]);
  });
});
