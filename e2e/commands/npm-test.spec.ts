import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../scripts/test.mjs', import.meta.url));
const oldNode = 'data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"20.18.3"}})';

describe('npm test where it cannot run', () => {
  it.each([
    {
      where: 'on an old Node',
      args: ['--import', oldNode],
      reason: 'Wharf needs Node 20.19',
      count: '0 passed, 1 failed',
    },
    { where: 'outside of Debian', args: [], reason: 'this needs Debian', count: '1 passed, 1 failed' },
  ])('says why $where, and closes with the counts', ({ args, reason, count }) => {
    // No program is found there, so that no stage of it can begin.
    const env = { PATH: '/nonexistent' };
    const { status, stdout, stderr } = spawnSync(process.execPath, [...args, script], { env, encoding: 'utf8' });
    expect(stderr).toContain(reason);
    expect(stdout.trim().split('\n').at(-1)).toBe(count);
    expect(status).toBe(1);
  });
});
