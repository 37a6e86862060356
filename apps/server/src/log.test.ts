import { expect, it } from 'vitest';
import { createLog } from './log.ts';

it('cuts secrets out of what is logged', () => {
  let written = '';
  const log = createLog('info', {
    write: (line) => {
      written += line;
    },
  });
  log.error({ authorization: 'secret-1', request: { cookie: 'secret-2', headers: { 'x-any': 'secret-3' } } }, 'failed');
  log.error({ user: { password: 'secret-4' }, password: 'secret-5' }, 'failed again');
  log.debug({}, 'not this');
  expect(written.split('\n').filter(Boolean)).toHaveLength(2);
  expect(written).toContain('failed again');
  expect(written).not.toContain('secret');
});
