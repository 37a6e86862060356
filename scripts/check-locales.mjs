// Compares the console's words: both languages hold the same keys, each key is used, each used key exists.
// A key is found where it stands literally in the code: t('ns:a.b'), t(`state.${x}`) (uses all below `state.`),
// i18nKey="a". The namespace is the file's folder below features/ (or `ui`, `shell`), unless useTranslation names one.
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../apps/console/src', import.meta.url));
const languages = ['en-US', 'zh-CN'];
const plural = /_(?:zero|one|two|few|many|other)$/;
const problems = [];

const files = readdirSync(source, { recursive: true }).map((file) => file.split(sep).join('/'));
const words = readWords();
const uses = files.filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file)).flatMap(usesIn);

for (const [namespace, byLanguage] of words) {
  const [first, second] = languages.map((language) => baseKeys(byLanguage.get(language)));
  for (const key of first) if (!second.has(key)) problems.push(`${languages[1]} of ${namespace} lacks ${key}`);
  for (const key of second) if (!first.has(key)) problems.push(`${languages[0]} of ${namespace} lacks ${key}`);
  for (const key of first) {
    if (!uses.some((use) => use.namespace === namespace && covers(use, key))) {
      problems.push(`nobody uses ${namespace}:${key}`);
    }
    comparePlaceholders(namespace, key, byLanguage);
  }
}
for (const use of uses) {
  const known = words.get(use.namespace);
  const keys = known ? baseKeys(known.get(languages[0])) : new Set();
  if (![...keys].some((key) => covers(use, key))) {
    problems.push(
      `${use.file}:${use.line} uses ${use.namespace}:${use.key}${use.whole ? '' : '*'}, which is in no file`,
    );
  }
}
for (const problem of problems) console.error(problem);
console.log(`${words.size} sets of words, ${uses.length} uses, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);

/** namespace -> language -> key -> text */
function readWords() {
  const found = new Map();
  for (const file of files) {
    const [, namespace, language] = /^(?:features\/)?([\w-]+)\/(en-US|zh-CN)\.json$/.exec(file) ?? [];
    if (!namespace) continue;
    const byLanguage = found.get(namespace) ?? new Map(languages.map((one) => [one, new Map()]));
    byLanguage.set(language, new Map(flatten(JSON.parse(readFileSync(join(source, file), 'utf8')), '')));
    found.set(namespace, byLanguage);
  }
  return found;
}

function flatten(tree, prefix) {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
}

function baseKeys(byKey) {
  return new Set([...byKey.keys()].map((key) => key.replace(plural, '')));
}

function covers({ key, whole, tail }, candidate) {
  return whole ? candidate === key : candidate.startsWith(key) && candidate.endsWith(tail);
}

function usesIn(file) {
  const text = readFileSync(join(source, file), 'utf8');
  const namespaces = namespacesOf(file, text);
  return [...literals(text)].map(({ raw, at }) => {
    const [head, ...rest] = raw.split(/\$\{[^}]*\}/);
    const [, prefix, key] = /^(?:([\w-]+):)?(.*)$/s.exec(head);
    const use = { key, whole: rest.length === 0, tail: rest.at(-1) ?? '', file };
    const line = text.slice(0, at).split('\n').length;
    const namespace = prefix ?? namespaces.find((one) => existsIn(one, use)) ?? namespaces[0];
    return { ...use, namespace, line };
  });
}

function* literals(text) {
  // Also the second literal of `t(a ? 'x' : 'y')`, and words handed on as `i18nKey`.
  for (const call of text.matchAll(
    /(?<![\w.])(?:t|words|i18n\.t)\(\s*((?:[^()'"`]|'[^']*')*?)(['`])((?:[^'`\\]|\\.)*?)\2/g,
  )) {
    for (const early of call[1].matchAll(/\?\s*'([^']*)'/g)) yield { raw: early[1], at: call.index };
    yield { raw: call[3], at: call.index };
    const end = call.index + call[0].length;
    const other = /^\s*:\s*'([^']*)'/.exec(text.slice(end));
    if (other && /\?\s*$/.test(call[1])) yield { raw: other[1], at: end };
  }
  for (const attribute of text.matchAll(/i18nKey="([^"]+)"/g)) yield { raw: attribute[1], at: attribute.index };
}

function namespacesOf(file, text) {
  const named = [...text.matchAll(/(?:useTranslation\(|TFunction<)\[?((?:'[\w-]+'(?:,\s*)?)+)/g)].flatMap((match) =>
    [...match[1].matchAll(/'([\w-]+)'/g)].map(([, name]) => name),
  );
  const [, folder = 'ui'] = /^(?:features\/)?([\w-]+)\//.exec(file) ?? [];
  return [...new Set([...named, folder])];
}

function existsIn(namespace, use) {
  const known = words.get(namespace);
  return known !== undefined && [...baseKeys(known.get(languages[0]))].some((key) => covers(use, key));
}

/** A sentence that drops a fact in one language is a bug; plural forms may leave the number out. */
function comparePlaceholders(namespace, key, byLanguage) {
  const [first, second] = languages.map((language) => placeholders(byLanguage.get(language), key));
  if (first !== second) problems.push(`${namespace}:${key} fills in ${first || 'nothing'} and ${second || 'nothing'}`);
}

function placeholders(byKey, key) {
  const text = byKey.get(key) ?? byKey.get(`${key}_other`) ?? '';
  return [...new Set([...text.matchAll(/\{\{\s*([\w.]+)/g)].map(([, name]) => name))].sort().join(', ');
}
