// Debian packages that the tests and the bench use as real clients, databases and peers.
import { spawnSync } from 'node:child_process';
import { run } from './toolchain.mjs';

/**
 * Installs what is missing, as root.
 * @throws Error that says what to run, for anybody else
 */
export function ensureDebianPackages(packages) {
  const missing = packages.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    throw new Error(`these Debian packages are needed: run\n  sudo apt-get install ${missing.join(' ')}`);
  }
  console.error(`Installing from Debian: ${missing.join(' ')}`);
  // RUNLEVEL=1: what is installed does not begin to serve (the tests start their own).
  const quiet = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const options = { stdio: ['ignore', 'ignore', 2], env: quiet };
  run('apt-get', ['-q', 'update'], options);
  run('apt-get', ['-qy', 'install', '--no-install-recommends', ...missing], options);
}

function isInstalled(name) {
  const { stdout, error } = spawnSync('dpkg-query', ['-s', name], { encoding: 'utf8' });
  if (error) throw new Error('this needs Debian: dpkg-query is not to be found.', { cause: error });
  return stdout.includes('install ok installed');
}
