import { mediaTypes } from '@wharf/oci';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../support/bytes.ts';
import { type Answer, send } from '../support/http.ts';
import { contentOf, imageOf, manifestOf } from '../support/images.ts';
import { closing, errorOf, octets, type Registry } from '../support/registry.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { specCodes } from '../support/target.ts';
import { requestToken } from '../support/tokens.ts';

const name = 'acme/codes';

describe('error codes', () => {
  let scene: Scene;
  let registry: Registry;
  const image = imageOf({ seed: 'error codes', layers: [500] });

  beforeAll(async () => {
    scene = await openScene();
    registry = await scene.registryFor(name, 'acme/never-pushed', 'nowhere/app');
    await registry.pushImage(name, 'v1', image);
  });
  afterAll(() => scene?.close());

  async function patch(range: string): Promise<Answer> {
    const location = await registry.openUpload(name);
    return registry.call('PATCH', location, { body: 'ten bytes!', headers: { ...octets, 'content-range': range } });
  }
  async function guess(): Promise<Answer> {
    let answer: Answer;
    let left = 12;
    do {
      answer = await requestToken(scene.server.url, [], { user: 'somebody', password: `guess ${left}` });
      left -= 1;
    } while (answer.status === 401 && left > 0);
    return answer;
  }
  const absent = contentOf(mediaTypes.ociLayerGzip, 'never pushed');
  const cases: Record<string, [status: number, provoke: () => Promise<Answer>]> = {
    BLOB_UNKNOWN: [404, () => registry.get(`/${name}/blobs/${sha256('never')}`)],
    BLOB_UPLOAD_INVALID: [416, () => patch('5-14')],
    BLOB_UPLOAD_UNKNOWN: [404, () => registry.get(`/${name}/blobs/uploads/never-opened`)],
    DIGEST_INVALID: [
      400,
      async () =>
        registry.call('PUT', closing(await registry.openUpload(name), sha256('a')), { body: 'b', headers: octets }),
    ],
    MANIFEST_BLOB_UNKNOWN: [400, () => registry.putManifest(name, 'v2', manifestOf(image.config, [absent]))],
    MANIFEST_INVALID: [400, () => registry.putManifest(name, 'v2', contentOf(mediaTypes.ociManifest, '{}'))],
    MANIFEST_UNKNOWN: [404, () => registry.get(`/${name}/manifests/never`)],
    NAME_INVALID: [400, () => registry.get('/acme/Capital/tags/list')],
    NAME_UNKNOWN: [404, () => registry.get('/acme/never-pushed/tags/list')],
    SIZE_INVALID: [400, () => patch('0-4')],
    UNAUTHORIZED: [401, () => send(`${scene.server.url}/v2/`)],
    DENIED: [403, () => registry.call('POST', '/nowhere/app/blobs/uploads/')],
    UNSUPPORTED: [405, () => registry.call('PATCH', `/${name}/tags/list`)],
    TOOMANYREQUESTS: [429, guess],
  };

  it.each(Object.keys(cases))('%s', async (code) => {
    const [status, provoke] = cases[code] ?? [];
    const answer = await provoke?.();
    if (!answer) throw new Error('no case');
    expect(errorOf(answer)).toMatchObject({ code, status });
  });

  it('are all of the specification', () => {
    expect(Object.keys(cases).sort()).toEqual([...specCodes].sort());
  });
});
