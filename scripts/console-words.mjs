// Which words (features' locale files) a visit to each page of the console loads: those of `ui` and `shell`, those that its
// route waits for, and those that come later, with a tab or dialog that can be opened from it.
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../apps/console/src', import.meta.url));
const always = ['ui', 'shell'];
const lazyPart = /lazy(?:Part|Dialog)\(\s*async \(\) => \(await import\('([^']+)'\)\)\.\w+,((?:\s*'[\w-]+',?)*)\s*\)/g;
const texts = new Map();

/** `{ page, atOnce, later }` for each page; throws where one shows words that nothing loads. */
export function wordsByPage() {
  const frame = wordsIn(reachable('router.tsx', (file) => file.startsWith('pages/')));
  return pages().map(({ page, features }) => {
    const own = wordsIn(reachable(page));
    const atOnce = new Set([...always, ...features]);
    const later = new Set([...own.loaded, ...frame.loaded].filter((name) => !atOnce.has(name)));
    const unloaded = [...own.used].filter((name) => !atOnce.has(name) && !later.has(name));
    if (unloaded.length > 0) {
      throw new Error(`${page} shows words of ${unloaded}, which neither its route nor a part of it loads`);
    }
    return { page, atOnce: [...atOnce], later: [...later] };
  });
}

/** The routes' pages: `page(() => import('./pages/x.tsx'), pick, 'feature', ...)`, and those that a page chooses from. */
function pages() {
  const router = textOf('router.tsx');
  const calls = router.matchAll(
    /page\(\s*\(\) => import\('\.\/(pages\/[\w-]+\.tsx)'\),[^,)]*\)[^,)]*,((?:\s*'[\w-]+',?)*)\s*\)/g,
  );
  const found = [...calls].map(([, page, names]) => ({ page, features: quoted(names) }));
  const imported = new Set([...router.matchAll(/import\('\.\/(pages\/[^']+)'\)/g)].map(([, page]) => page));
  if (found.length !== imported.size) {
    throw new Error(`router.tsx imports ${imported.size} pages, but only ${found.length} could be read`);
  }
  return found.flatMap((route) => {
    const chosen = [...textOf(route.page).matchAll(lazyPart)].filter(([, file]) => /^\.\/[\w-]+\.tsx$/.test(file));
    if (chosen.length === 0) return route;
    return chosen.map(([, file, names]) => ({
      page: `pages/${file.slice('./'.length)}`,
      features: [...route.features, ...quoted(names)],
    }));
  });
}

/** Every source file that `file` imports, now or later. */
function reachable(file, stop = () => false, files = new Set()) {
  if (files.has(file) || stop(file)) return files;
  files.add(file);
  const imports = textOf(file).matchAll(
    /(?:^(?:import|export) (?!type)[^;]*?from '(\.[^']+)'|^import '(\.[^']+)'|import\('(\.[^']+)'\))/gm,
  );
  for (const [, named, bare, later] of imports) {
    const path = relative(source, join(source, dirname(file), named ?? bare ?? later));
    if (/\.tsx?$/.test(path)) reachable(path, stop, files);
  }
  return files;
}

function wordsIn(files) {
  const [loaded, used] = [new Set(), new Set()];
  for (const file of files) {
    const text = textOf(file);
    for (const [, names] of text.matchAll(/loadWords\(\[([^\]]*)\]\)/g))
      for (const name of quoted(names)) loaded.add(name);
    for (const [, , names] of text.matchAll(lazyPart)) for (const name of quoted(names)) loaded.add(name);
    for (const [, names] of text.matchAll(/useTranslation\(\[?((?:'[\w-]+'(?:,\s*)?)+)/g))
      for (const name of quoted(names)) used.add(name);
  }
  return { loaded, used };
}

function quoted(text) {
  return [...text.matchAll(/'([\w-]+)'/g)].map(([, name]) => name);
}

function textOf(file) {
  const known = texts.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(join(source, file), 'utf8');
  texts.set(file, text);
  return text;
}
