import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

const module = new URL('last-resort.ts', import.meta.url).href;

it.each([
  ['an exception', "setTimeout(() => { throw new Error('a bug'); });"],
  ['a rejection', "Promise.reject(new Error('a bug'));"],
])('logs %s that nobody caught, stops and ends with code 1', { timeout: 60_000 }, async (_what, bug) => {
  const program = `
    import { endAfterUncaught } from ${JSON.stringify(module)};
    const log = { info() {}, warn() {}, error: (facts, message) => console.log(facts.err.message, message) };
    setInterval(() => {}, 1000);
    endAfterUncaught(log, async () => console.log('stopped'));
    ${bug}`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  const [code] = await once(child, 'close');
  expect(output).toMatch(/^a bug an error that nobody caught.*\nstopped\n$/);
  expect(code).toBe(1);
});
