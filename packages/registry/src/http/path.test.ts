import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePath } from './path.ts';

describe('parsePath', () => {
  test.each([
    ['/v2/', { resource: 'base', name: '', reference: '' }],
    ['/v2/_catalog', { resource: 'catalog', name: '', reference: '' }],
    ['/v2/org/app/tags/list', { resource: 'tags', name: 'org/app', reference: '' }],
    ['/v2/org/app/manifests/v1', { resource: 'manifest', name: 'org/app', reference: 'v1' }],
    ['/v2/org/app/blobs/sha256%3Aab', { resource: 'blob', name: 'org/app', reference: 'sha256:ab' }],
    ['/v2/org/app/blobs/uploads/', { resource: 'uploads', name: 'org/app', reference: '' }],
    ['/v2/org/app/blobs/uploads', { resource: 'uploads', name: 'org/app', reference: '' }],
    ['/v2/org/app/blobs/uploads/1', { resource: 'upload', name: 'org/app', reference: '1' }],
    ['/v2/org/app/referrers/sha256:ab', { resource: 'referrers', name: 'org/app', reference: 'sha256:ab' }],
    ['/v2/org/blobs/uploads/manifests/v1', { resource: 'manifest', name: 'org/blobs/uploads', reference: 'v1' }],
  ])('%s', (path, expected) => {
    expect(parsePath(path)).toEqual(expected);
  });

  test.each(['/', '/v1/', '/v2x/', '/v2/org', '/v2/org/app/', '/v2/org/app/manifests/', '/v2/org/app/manifests/%zz'])(
    '%s names no endpoint',
    (path) => {
      expect(parsePath(path)).toBeUndefined();
    },
  );

  test('a name of any words comes back whole', () => {
    const word = fc.constantFrom('a', 'blobs', 'uploads', 'manifests', 'tags', 'list', 'referrers', 'b9');
    fc.assert(
      fc.property(fc.array(word, { minLength: 2, maxLength: 6 }), (words) => {
        const name = words.join('/');
        expect(parsePath(`/v2/${name}/manifests/latest`)).toEqual({ resource: 'manifest', name, reference: 'latest' });
        expect(parsePath(`/v2/${name}/tags/list`)).toEqual({ resource: 'tags', name, reference: '' });
      }),
    );
  });
});
