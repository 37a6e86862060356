import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AuthWorld, createAuthWorld, password } from '../testing/auth-world.ts';
import { noPassword, verifyPassword } from './passwords.ts';
import { provePassword } from './prove-password.ts';

describe('proving a password', () => {
  let world: AuthWorld;
  beforeAll(async () => {
    world = await createAuthWorld();
    const account = await world.addAccount('main');
    await world.addUser(account, 'ann');
    const { id } = await world.addUser(account, 'elsewhere');
    await world.database.db.updateTable('users').set({ password_hash: noPassword }).where('id', '=', id).execute();
  });
  afterAll(() => world.remove());

  const asked: string[] = [];
  const directory = {
    async prove(name: string) {
      asked.push(name);
      return undefined;
    },
  };
  const verify = vi.fn(verifyPassword);
  const prove = (name: string, text: string, withDirectory = false) =>
    provePassword({ db: world.database.db, verify, ...(withDirectory && { directory }) }, name, text);

  it('costs as much for who does not exist, or has no password, as for who does', async () => {
    expect((await prove('ann', password))?.by).toBe('password');
    for (const name of ['ann', 'nobody', 'elsewhere']) {
      verify.mockClear();
      expect(await prove(name, 'wrong')).toBeUndefined();
      expect(await prove(name, noPassword, true)).toBeUndefined();
      expect(verify).toHaveBeenCalledTimes(2);
    }
  });

  it('asks the directory for nobody who has a password here', async () => {
    expect(asked).toEqual(['nobody', 'elsewhere']);
  });
});
