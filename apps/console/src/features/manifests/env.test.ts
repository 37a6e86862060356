import { expect, test } from 'vitest';
import { splitEnv } from './env.ts';

test.each([
  ['PATH=/bin:/usr/bin', 'PATH', '/bin:/usr/bin'],
  ['OPTS=-Da=b', 'OPTS', '-Da=b'],
  ['EMPTY=', 'EMPTY', ''],
  ['BARE', 'BARE', ''],
])('%s', (line, name, value) => {
  expect(splitEnv(line)).toEqual([name, value]);
});
