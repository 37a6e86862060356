import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Row, row } from './report.ts';
import { start } from './start.ts';

const script = fileURLToPath(new URL('../scripts/start.mjs', import.meta.url));

/** `npm start` of what is installed and built, on a folder that an earlier start has filled: until it says that it is ready. */
export async function secondStart(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'wharf-bench-start-'));
  try {
    const first = await startOnce(folder);
    const second = await startOnce(folder);
    return [row('npm start until it is ready', 's', second, first, { of: 'ours', is: '<=', value: 3 })];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function startOnce(folder: string): Promise<number> {
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', WHARF_PORT: '0', WHARF_DATA: folder };
  const began = performance.now();
  const { stop } = await start(process.execPath, [script], env, (said) => /ready at (\S+)/.exec(said)?.[1]);
  const seconds = (performance.now() - began) / 1000;
  await stop();
  return seconds;
}
