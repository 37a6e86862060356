import { measureLedger } from '@wharf/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';
import { pushImage } from '../../bff/testing/push-image.ts';

describe.each(dialects)('storage that another account holds as well, on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let guesser: ConsoleClient;
  let organization: string;
  const guesses = ['PASSWORD=hunter1', 'PASSWORD=hunter2'];
  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    const [victim, attacker] = [await server.createAccount('victim'), await server.createAccount('attacker')];
    await server.createOrganization(victim, 'secret');
    organization = await server.createOrganization(attacker, 'guesses');
    guesser = await server.as(await server.createUser(attacker, 'eve', 'account-administrator'));
    await pushImage(server.services, { name: 'secret/web', tags: ['1'], layers: ['PASSWORD=hunter2'] });
    for (const [tag, guess] of guesses.entries()) {
      const config = { config: { Labels: { guess } } };
      await pushImage(server.services, { name: `guesses/${tag}`, tags: ['1'], layers: [guess], config });
    }
  });
  afterAll(() => server.stop());

  const places = guesses.map((_, guess) => ({ organization: 'guesses', repository: String(guess) }));

  it('looks like what nobody else holds: to a tag, and to a deletion', async () => {
    for (const params of places) {
      const { body } = await guesser.call('getTagStorage', { params: { ...params, tag: '1' } });
      expect([body.uniqueBytes > 0, body.sharedBytes]).toEqual([true, 0]);
      const preview = await guesser.call('previewDeletion', { params, body: { tags: ['1'] } });
      expect([preview.body.bytesFreed, preview.body.sharedBytes]).toEqual([body.uniqueBytes, 0]);
    }
  });

  it('looks so to an image and to an organization, and the server knows it', async () => {
    const { tallies } = await measureLedger(server.database.db, { uploadBytes: async () => 0 });
    const repositories = await server.database.db
      .selectFrom('repositories')
      .select('id')
      .where('organization_id', '=', organization)
      .execute();
    for (const id of [organization, ...repositories.map((row) => row.id)]) expect(tallies.of.get(id)?.shared).toBe(0);
    expect(tallies.of.get('server')?.shared).toBe(guesses[1]?.length);
  });

  it('is shared within the account', async () => {
    await pushImage(server.services, { name: 'guesses/again', tags: ['1'], layers: [guesses[0] ?? ''] });
    const params = { organization: 'guesses', repository: '0', tag: '1' };
    expect((await guesser.call('getTagStorage', { params })).body.sharedBytes).toBe(guesses[0]?.length);
  });
});
