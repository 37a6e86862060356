import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { authorised } from './authorised.ts';
import { collection, collectionAmounts } from './collection.ts';
import { compare, extents } from './compare.ts';
import { fileIndex } from './file-index.ts';
import { pageUpload } from './page-upload.ts';
import { type Row, table } from './report.ts';
import { scale } from './scale.ts';
import { secondStart } from './second-start.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    quick: { type: 'boolean' },
    only: { type: 'string' },
    profile: { type: 'string' },
    scale: { type: 'boolean' },
    files: { type: 'boolean' },
    uploads: { type: 'boolean' },
    collection: { type: 'boolean' },
    start: { type: 'boolean' },
    authorised: { type: 'boolean' },
  },
});

// `--only` takes a pattern of works; `--profile` a folder that gets a processor profile of our server.
const choice = {
  only: values.only === undefined ? undefined : new RegExp(values.only, 'i'),
  nodeArguments: values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`],
};
const began = performance.now();
const rows = await work();
const names = columns();
console.log(table(rows, names));
console.log(`${((performance.now() - began) / 1000).toFixed(0)} s; a ratio is ${names.ours} / ${names.peer}`);
if (values.json) await writeFile(values.json, `${JSON.stringify(rows, undefined, 2)}\n`);

function work(): Promise<Row[]> {
  if (values.scale) return scale();
  if (values.files) return fileIndex();
  if (values.uploads) return pageUpload();
  if (values.start) return secondStart();
  if (values.authorised) return authorised();
  if (values.collection) return collection(values.quick ? collectionAmounts.quick : collectionAmounts.full);
  return compare(values.quick ? extents.quick : extents.full, choice);
}

function columns(): { ours: string; peer: string } {
  if (values.scale) return { ours: 'full', peer: 'empty' };
  if (values.uploads) return { ours: 'page', peer: 'skopeo' };
  if (values.authorised) return { ours: 'authorised', peer: 'open to all' };
  if (values.start) return { ours: 'second', peer: 'first' };
  if (values.collection) return { ours: 'collecting', peer: 'at rest' };
  return { ours: 'wharf', peer: 'docker-registry' };
}
