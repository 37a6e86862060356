import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const server = fileURLToPath(new URL('../../', import.meta.url));

/** Bundles the program as the build does, since compiling it at each start takes seconds; `remove` deletes it. */
export async function buildProgram(): Promise<{ file: string; remove(): Promise<void> }> {
  // Below `node_modules`: there no tool takes it for a source, and the npm packages are found from it.
  const folder = await mkdtemp(join(server, 'node_modules', '.program-'));
  const file = join(folder, 'main.mjs');
  await build({
    absWorkingDir: server,
    entryPoints: ['src/main.ts'],
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
    plugins: [
      {
        name: 'npm-packages-outside',
        setup({ onResolve }) {
          onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('@wharf/') ? undefined : { path, external: true },
          );
        },
      },
    ],
  });
  return { file, remove: () => rm(folder, { recursive: true, force: true }) };
}
