import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleImage } from '../console/sample-image.ts';
import { createWorkplace, type Workplace } from '../support/command.ts';
import { signIn } from '../support/console-api.ts';
import { writeLayout } from '../support/layout.ts';
import { databases, openScene, type Scene } from '../support/scene.ts';

describe.each(databases)('quotas on %s', (database) => {
  let scene: Scene;
  let place: Workplace;

  beforeAll(async () => {
    [scene, place] = await Promise.all([openScene({ database, organizations: [] }), createWorkplace()]);
    const administrator = { name: 'boss', password: 'one two three four' };
    const quotas = { repositories: 1, tags: 2 };
    const made = await scene.console.request('POST', '/accounts', { name: 'tenant', administrator, quotas });
    expect(made.status).toBe(201);
    const boss = await signIn(scene.server.url, { user: administrator.name, password: administrator.password });
    await boss.createOrganization('team');
    await writeLayout(place.path('one'), 'v1', sampleImage('quota'));
    await place.skopeo('login', '--tls-verify=false', '-u', 'boss', '-p', administrator.password, scene.server.host);
  });
  afterAll(async () => {
    await place?.close();
    await scene?.close();
  });

  const push = (target: string) =>
    place.skopeo(
      'copy',
      '--dest-tls-verify=false',
      `oci:${place.path('one')}:v1`,
      `docker://${scene.server.host}/${target}`,
    );

  it('let clients print what is used, the limit, what frees room and who can raise it', async () => {
    await push('team/one:a');
    await push('team/one:b');
    await expect(push('team/one:c')).rejects.toThrow(
      /team\/one has 2 of 2 tags, and this would add 1: delete tags .*; a system administrator of this server can raise/,
    );
    await expect(push('team/two:a')).rejects.toThrow(
      /the account tenant has 1 of 1 images, and this would be another one/,
    );
    // What is there already can be pushed again, and tags can move.
    await push('team/one:a');
  });

  it('count at once when they change', async () => {
    const change = (quotas: object) => scene.console.request('PATCH', '/accounts/tenant', { quotas });
    await change({ repositories: 2, tags: null, bytes: 10 });
    await expect(push('team/two:a')).rejects.toThrow(/the account tenant uses .* of 10 bytes/);
    await change({ bytes: null });
    await push('team/two:a');
    await push('team/one:c');
  });
});
