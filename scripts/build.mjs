// Builds the server (one file, npm packages stay outside) and the console. `--server` or `--console` builds one alone.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
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
    // Workspace packages are TypeScript sources and belong into the bundle; everything else is resolved at run time.
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
