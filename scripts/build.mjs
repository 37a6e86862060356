// Builds the server (few files, npm packages stay outside) and the console. `--server` or `--console` builds one alone.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const only = process.argv.slice(2);
const wanted = (part) => only.length === 0 || only.includes(`--${part}`);

if (wanted('server')) await buildServer();
if (wanted('console')) buildConsole();

async function buildServer() {
  rmSync(join(root, 'apps/server/dist'), { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: { main: 'apps/server/src/main.ts' },
    outdir: 'apps/server/dist',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    logLevel: 'warning',
    // What is imported only when it is needed (certificates, ways to sign in) stays out of each start.
    splitting: true,
    chunkNames: 'part-[hash]',
    // Workspace packages are TypeScript sources and belong into the bundle, and so do two packages of many small modules,
    // which take a third of the start to be found one by one; everything else is resolved at run time.
    plugins: [
      {
        name: 'npm-packages-outside',
        setup({ onResolve }) {
          onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === 'entry-point' || /^(?:@wharf\/|kysely$|zod$)/.test(path) ? undefined : { path, external: true },
          );
        },
      },
    ],
  });
}

function buildConsole() {
  const { status } = spawnSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], {
    cwd: `${root}/apps/console`,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
  compress(join(root, 'apps/console/dist/assets'));
}

/** Once here rather than at each request; the server picks by Accept-Encoding. */
function compress(folder) {
  for (const file of readdirSync(folder)) {
    if (!/\.(?:js|css|svg|json)$/.test(file)) continue;
    const path = join(folder, file);
    const content = readFileSync(path);
    if (content.length < 1024) continue;
    writeFileSync(`${path}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  }
}
