// `npm test`: installs what the tests need, then runs every stage and closes with `N passed, N failed`.
// A stage that cannot run has failed; none is skipped.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDebianPackages } from './debian.mjs';
import { build, checkNode, install, root } from './toolchain.mjs';

const started = Date.now();
let passed = 0;
let failed = 0;

attempt('Node', checkNode);
attempt('Debian packages', () =>
  ensureDebianPackages([
    ...['python3', 'make', 'g++'], // where better-sqlite3 has to be compiled
    ...['postgresql', 'slapd', 'chromium', 'fonts-noto-cjk'],
    ...['skopeo', 'podman', 'buildah', 'crun', 'containerd', 'uidmap'],
  ]),
);
attempt('install', install);
attempt('build', build);
const reports = mkdtempSync(join(tmpdir(), 'wharf-test-'));
stage('format and lint', 'biome', ['check', '--error-on-warnings', '.']);
stage('types of server, packages and tests', 'tsc', ['-p', '.']);
stage('types of the console', 'tsc', ['-p', 'apps/console']);
stage('unused code and dependencies', 'knip', []);
stage('locales', process.execPath, ['scripts/check-locales.mjs']);
stage('budgets', process.execPath, ['scripts/check-budgets.mjs']);
tests('unit');
tests('e2e');

rmSync(reports, { recursive: true, force: true });
console.log(`\nAll of it took ${Math.round((Date.now() - started) / 1000)} s.`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

/** Nothing later can run without these. */
function attempt(name, work) {
  try {
    work();
    passed += 1;
  } catch (error) {
    console.error(`-- ${name}: FAILED: ${error.message}`);
    console.log(`${passed} passed, 1 failed`);
    process.exit(1);
  }
}

function stage(name, command, args) {
  const ok = invoke(name, command, args) === 0;
  if (ok) passed += 1;
  else failed += 1;
}

/** Counts each test of a vitest project; a run that ends badly without a failed test is one failure itself. */
function tests(project) {
  const report = join(reports, `${project}.json`);
  const status = invoke(`${project} tests`, 'vitest', [
    ...['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  ]);
  const counts = readReport(report);
  passed += counts.numPassedTests;
  const unexplained = counts.numFailedTests === 0 && (status !== 0 || counts.numPassedTests === 0);
  failed += counts.numFailedTests + counts.numPendingTests + (unexplained ? 1 : 0);
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 };
  }
}

function invoke(name, command, args) {
  console.log(`\n== ${name}`);
  const started = Date.now();
  const path = `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`;
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  });
  if (error) console.error(error.message);
  console.log(`-- ${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${Math.round((Date.now() - started) / 1000)} s`);
  return error ? 1 : status;
}
