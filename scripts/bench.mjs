// Measures the built server against Debian's docker-registry in one run: `npm run bench [-- --quick] [-- --json FILE]`;
// `npm run bench -- --scale` compares a full system with an empty one.
import { join, resolve } from 'node:path';
import { ensureDebianPackages } from './debian.mjs';
import { checkNode, install, root, run } from './toolchain.mjs';

const args = process.argv.slice(2);
const json = args.indexOf('--json') + 1;
if (json > 0 && args[json]) args[json] = resolve(args[json]);

checkNode();
install();
if (!args.includes('--scale')) ensureDebianPackages(['docker-registry', 'wrk']);
run(process.execPath, ['scripts/build.mjs', '--server']);
run(process.execPath, ['--import', 'tsx', join(root, 'bench', 'main.ts'), ...args]);
