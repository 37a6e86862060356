// Weighs the built console (gzip, bytes) against budgets.json. Build first: `node scripts/build.mjs --console`.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { wordsByPage } from './console-words.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'apps/console/dist');
const budgets = JSON.parse(readFileSync(join(root, 'budgets.json'), 'utf8'));
const manifest = readManifest();
const entry = Object.values(manifest).find((chunk) => chunk.isEntry);
const initial = withImports(entry.file, new Set());
const pages = Object.values(manifest).filter((chunk) => /^src\/pages\//.test(chunk.src ?? '') && chunk.isDynamicEntry);
// Beside each asset lie its compressed forms (.br, .gz).
const assets = readdirSync(join(dist, 'assets')).filter((name) => !/\.(?:br|gz)$/.test(name));

const rows = [
  row('initial script', 'initialScript', weigh(initial)),
  row('initial style', 'initialStyle', weigh(assets.filter((name) => name.endsWith('.css')).map(inAssets))),
  ...pages.map((page) => row(`route ${page.src.slice('src/pages/'.length)}`, 'routeScript', weigh(extraOf(page)))),
  ...wordsByPage().flatMap(({ page, atOnce, later }) =>
    ['en-US', 'zh-CN'].flatMap((language) => {
      const name = `words ${page.slice('pages/'.length)} ${language}`;
      return [
        row(name, 'wordsAtOnce', weigh(wordFiles(atOnce, language))),
        row(`${name}, all`, 'wordsOfVisit', weigh(wordFiles([...atOnce, ...later], language))),
      ];
    }),
  ),
  row('web fonts', 'webFonts', weigh(assets.filter((name) => /\.(?:woff2?|ttf|otf)$/.test(name)).map(inAssets))),
];
for (const { name, bytes, limit, ok } of rows) {
  console.log(`${ok ? 'ok  ' : 'OVER'} ${name.padEnd(32)} ${kilobytes(bytes)} of ${kilobytes(limit)} kB`);
}
process.exit(rows.every(({ ok }) => ok) ? 0 : 1);

function readManifest() {
  try {
    return JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
  } catch (error) {
    console.error(`The console is not built (${error.message}): run \`node scripts/build.mjs --console\` first.`);
    process.exit(1);
  }
}

/** A chunk's file and all that it imports before it runs. */
function withImports(file, files) {
  if (files.has(file)) return files;
  files.add(file);
  const chunk = Object.values(manifest).find((one) => one.file === file);
  for (const key of chunk?.imports ?? []) withImports(manifest[key].file, files);
  return files;
}

function extraOf(page) {
  return [...withImports(page.file, new Set())].filter((file) => !initial.has(file));
}

/** What a page waits for, or the whole of a visit: with every tab and dialog of it opened. */
function wordFiles(features, language) {
  return features.map((feature) => {
    const pattern = new RegExp(`^locale-${language}-${feature}-[\\w-]{8}\\.js$`);
    const found = assets.filter((name) => pattern.test(name));
    if (found.length !== 1) throw new Error(`${found.length} built files hold the ${language} words of ${feature}`);
    return inAssets(found[0]);
  });
}

function inAssets(name) {
  return `assets/${name}`;
}

function weigh(files) {
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0);
}

function row(name, budget, bytes) {
  const limit = budgets[budget];
  return { name, bytes, limit, ok: bytes <= limit };
}

function kilobytes(bytes) {
  return (bytes / 1000).toFixed(1).padStart(6);
}
