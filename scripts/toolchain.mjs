// Installs the pinned pnpm's dependencies and builds, each only when something it depends on has changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'node_modules', '.cache', 'wharf');
const pnpmVersion = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager;

/** Runs a command in the clone. @throws Error when it fails */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}. What went wrong stands above.`);
}

/** @throws Error on a Node that is too old */
export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(`Wharf needs Node 20.19 or newer; this is ${process.version}.`);
}

/** Progress goes to standard error: standard output belongs to what was asked for. */
export function install() {
  const wanted = fingerprint(['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json']);
  if (stamp('installed') === wanted && existsSync(join(root, 'node_modules', '.modules.yaml'))) return;
  console.error('Installing dependencies ...');
  run('npx', ['--yes', pnpmVersion, 'install', '--frozen-lockfile', '--reporter=append-only'], {
    stdio: ['ignore', 2, 2],
  });
  setStamp('installed', wanted);
}

export function build() {
  const wanted = fingerprint(['apps', 'packages', 'scripts/build.mjs', 'pnpm-lock.yaml']);
  const built = ['apps/server/dist/main.js', 'apps/console/dist/index.html'].every((path) =>
    existsSync(join(root, path)),
  );
  if (built && stamp('built') === wanted) return;
  console.error('Building ...');
  run(process.execPath, ['scripts/build.mjs'], { stdio: ['ignore', 2, 2] });
  setStamp('built', wanted);
}

function stamp(name) {
  try {
    return readFileSync(join(cache, name), 'utf8');
  } catch {
    return undefined;
  }
}

function setStamp(name, value) {
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, name), value);
}

/** Names, sizes and times of files: enough to see a change, and quick enough for every start. */
function fingerprint(paths) {
  const hash = createHash('sha256');
  const visit = (path) => {
    const facts = statSync(join(root, path));
    if (!facts.isDirectory()) {
      hash.update(`${path}\0${facts.size}\0${facts.mtimeMs}\n`);
      return;
    }
    for (const entry of readdirSync(join(root, path)).sort()) {
      if (entry !== 'node_modules' && entry !== 'dist') visit(join(path, entry));
    }
  };
  for (const path of paths) visit(path);
  return hash.digest('hex');
}
