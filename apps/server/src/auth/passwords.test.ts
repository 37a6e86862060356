import { describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from './passwords.ts';

describe('passwords', () => {
  it('verifies the password it hashed and no other', async () => {
    const hash = await hashPassword('correct horse');
    expect(hash).toMatch(/^scrypt\$32768\$8\$3\$/);
    expect(hash).not.toContain('correct');
    expect(await verifyPassword('correct horse', hash)).toBe(true);
    expect(await verifyPassword('correct horsf', hash)).toBe(false);
  });

  it('salts: the same password hashes differently', async () => {
    const [one, two] = await Promise.all([hashPassword('same password'), hashPassword('same password')]);
    expect(one).not.toBe(two);
  });

  it('takes composed and decomposed letters as the same', async () => {
    expect(await verifyPassword('cafe\u0301-cafe\u0301', await hashPassword('caf\u00e9-caf\u00e9'))).toBe(true);
  });

  it('answers false for a user who does not exist', async () => {
    expect(await verifyPassword('anything', undefined)).toBe(false);
  });

  it('refuses a damaged row instead of calling it a wrong password', async () => {
    await expect(verifyPassword('x', 'bcrypt$1')).rejects.toThrow('malformed');
  });
});
