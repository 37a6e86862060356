import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { createHMAC, createSHA256 } from 'hash-wasm';
import { expect, test } from 'vitest';
import { readCredentials, writeCredentials } from './credentials-csv.ts';
import { isAccessKeyId, loginKeyCommand, loginKeyOf } from './login-key.ts';

const id = 'WK0123456789ABCDEFGH';
const secret = 'abcDEF0123456789abcDEF0123456789abcDEF01';
const expected = createHmac('sha256', secret).update(id).digest('hex');

test('the login key is the same by WebCrypto, by WebAssembly and by the shell', async () => {
  expect(await loginKeyOf(id, secret)).toBe(expected);
  const hmac = await createHMAC(createSHA256(), secret);
  expect(hmac.init().update(id).digest('hex')).toBe(expected);
  const env = { ...process.env, SECRET: secret };
  expect(execFileSync('/bin/sh', ['-c', loginKeyCommand(id)], { encoding: 'utf8', env }).trim()).toBe(expected);
});

test('an access key has its form', () => {
  expect([id, id.toLowerCase(), `${id}0`, 'WK', `${id}\n`].map(isAccessKeyId)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

test('a file of credentials is read as it was written, and in other shapes too', () => {
  const key = { id, secret };
  expect(readCredentials(writeCredentials('ann', key))).toEqual(key);
  expect(readCredentials(`\uFEFF"Access Key Id","Secret Access Key"\n"${id}","${secret}"`)).toEqual(key);
  expect(readCredentials(`Secret Key,User,Access Key\n${secret},ann,${id}\n`)).toEqual(key);
  for (const text of ['', 'nothing', 'a,b\n1,2', 'Access Key Id,Secret Access Key', '\0PNG']) {
    expect(readCredentials(text)).toBeUndefined();
  }
});
