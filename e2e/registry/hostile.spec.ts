import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/scene.ts';
import { openTarget, type Target } from '../support/target.ts';

const name = 'acme/hostile';

describe.each(databases)('hostile requests on %s', (database) => {
  let target: Target;
  beforeAll(async () => {
    target = await openTarget(name, database);
  });
  afterAll(() => target?.close());
  afterEach(() => target.expectUnharmed());

  describe('paths', () => {
    it.each([
      ['climbing out of /v2/', '/v2/../../../../etc/passwd'],
      ['climbing in the name', `/v2/acme/../../etc/manifests/v1`],
      ['dots as a name', '/v2/../manifests/v1'],
      ['dots in the digest', `/v2/${name}/blobs/sha256:../../../../etc/passwd`],
      ['dots in the reference', `/v2/${name}/manifests/../../../../etc/passwd`],
      ['dots in the session', `/v2/${name}/blobs/uploads/../../../db`],
      ['encoded dots', '/v2/acme/%2e%2e/%2e%2e/manifests/v1'],
      ['encoded slashes in the name', '/v2/acme%2fhostile/manifests/v1'],
      ['encoded slashes in the reference', `/v2/${name}/manifests/..%2f..%2fetc%2fpasswd`],
      ['encoded slashes in the digest', `/v2/${name}/blobs/sha256:..%2f..%2fetc`],
      ['doubly encoded slashes', '/v2/acme%252fhostile/manifests/v1'],
      ['backslashes', '/v2/acme\\hostile/manifests/v1'],
      ['a zero byte in the name', '/v2/acme/hostile%00/manifests/v1'],
      ['a zero byte in the reference', `/v2/${name}/manifests/v1%00`],
      ['a line break in the reference', `/v2/${name}/manifests/v1%0d%0aX-Evil:%201`],
      ['an escape that is none', `/v2/${name}/manifests/%zz`],
      ['an escape that ends early', `/v2/${name}/manifests/v1%`],
      ['bytes that are no UTF-8', `/v2/${name}/manifests/%ff%fe`],
      ['capital letters in the name', '/v2/Acme/Hostile/manifests/v1'],
      ['a name of one level', '/v2/hostile/manifests/v1'],
      ['a reserved organization', '/v2/token/app/manifests/v1'],
      ['empty parts', '/v2/acme//hostile/manifests/v1'],
      ['no name', '/v2//manifests/v1'],
      ['no reference', `/v2/${name}/manifests/`],
      ['a name of 300 characters', `/v2/acme/${'a'.repeat(300)}/manifests/v1`],
      ['a name of 8 000 characters', `/v2/acme/${'a/'.repeat(4000)}a/manifests/v1`],
      ['a tag of 129 characters', `/v2/${name}/manifests/${'a'.repeat(129)}`],
      ['a digest of 2 000 characters', `/v2/${name}/blobs/sha256:${'a'.repeat(2000)}`],
      ['an unknown resource', `/v2/${name}/secrets/v1`],
      ['words of Object.prototype', '/v2/__proto__/constructor/manifests/toString'],
      ['regular expression bait', `/v2/acme/${'a-'.repeat(2000)}!/manifests/v1`],
    ])('%s', async (_, path) => {
      await target.expectRefused([target.head('GET', path)]);
    });

    it('a name of 60 000 characters', async () => {
      await target.expectRefused(
        [target.head('GET', `/v2/acme/${'a'.repeat(60_000)}/manifests/v1`)],
        [400, 404, 414, 431],
      );
    });
  });

  describe('queries', () => {
    it.each([
      ['a negative n', `/v2/${name}/tags/list?n=-5`],
      ['an n beyond numbers', `/v2/${name}/tags/list?n=1e400`],
      ['n twice', `/v2/${name}/tags/list?n=x&n=y`],
      ['a broken escape', `/v2/${name}/referrers/latest?artifactType=%zz`],
      ['SQL in place of a digest', `/v2/${name}/referrers/'%20OR%201=1--`],
      ['a huge query', `/v2/${name}/tags/list?n=${'9'.repeat(12_000)}`],
      ['a query larger than any header', `/v2/${name}/tags/list?n=1&x=${'x'.repeat(100_000)}`],
      ['a zero byte as the last tag', `/v2/${name}/tags/list?last=v1%00`],
      ['a zero byte as the last name', '/v2/_catalog?last=%00'],
      ['a zero byte in the type', `/v2/${name}/referrers/sha256:${'a'.repeat(64)}?artifactType=a%00`],
      ['a zero byte in the source of a mount', `/v2/${name}/blobs/uploads/?mount=sha256:${'a'.repeat(64)}&from=a%00/b`],
      ['a digest with a mount that is none', `/v2/${name}/blobs/uploads/?digest=sha256:zz`],
    ])('%s', async (title, path) => {
      const method = title.includes('mount') ? 'POST' : 'GET';
      await target.expectRefused([target.head(method, path, ...(method === 'POST' ? ['Content-Length: 0'] : []))]);
    });

    it.each([
      ['an n beyond 32 bits', 'tags/list?n=999999999'],
      ['bytes that are no UTF-8 as the last tag', 'tags/list?last=%ff%fe'],
      ['half a pair as the last tag', 'tags/list?last=%ed%a0%80'],
      ['a last tag of 10 000 characters', `tags/list?last=${'a'.repeat(10_000)}`],
      ['quotes in the last tag', "tags/list?last=';drop%20table%20tags;--%22"],
      ['bytes that are no UTF-8 in the type', `referrers/sha256:${'a'.repeat(64)}?artifactType=%ff`],
      ['a pattern in the type', `referrers/sha256:${'a'.repeat(64)}?artifactType=%25_%5c`],
    ])('%s is answered as any other', async (_, path) => {
      expect((await target.registry.get(`/${name}/${path}`)).status).toBe(200);
    });
  });
});
