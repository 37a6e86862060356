// Measures the built server against Debian's docker-registry in one run: `npm run bench [-- --quick] [-- --json FILE]`;
// `npm run bench -- --scale` compares a full system with an empty one; `-- --collection` frees 100 000 blobs among
// 1 000 000 (with `--quick` a tenth); `-- --files` reads layers for their files; `-- --uploads` compares page and skopeo;
// `-- --start` starts an empty data folder and then the same one again.
import { join, resolve } from 'node:path';
import { ensureDebianPackages } from './debian.mjs';
import { build, checkNode, install, root, run } from './toolchain.mjs';

const args = process.argv.slice(2);
const json = args.indexOf('--json') + 1;
if (json > 0 && args[json]) args[json] = resolve(args[json]);

try {
  checkNode();
  install();
  if (!['--scale', '--collection', '--files', '--uploads', '--start'].some((alone) => args.includes(alone)))
    ensureDebianPackages(['docker-registry', 'wrk']);
  if (args.includes('--uploads')) ensureDebianPackages(['chromium', 'skopeo']);
  // As `npm start` does it, so that it finds nothing left to do.
  if (args.includes('--start')) build();
  else run(process.execPath, ['scripts/build.mjs', ...(args.includes('--uploads') ? [] : ['--server'])]);
  run(process.execPath, ['--import', 'tsx', join(root, 'bench', 'main.ts'), ...args]);
} catch (error) {
  console.error(`The bench failed: ${error.message}`);
  process.exit(1);
}
