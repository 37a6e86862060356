import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { compare, extents } from './compare.ts';
import { table } from './report.ts';
import { scale } from './scale.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    quick: { type: 'boolean' },
    only: { type: 'string' },
    profile: { type: 'string' },
    scale: { type: 'boolean' },
  },
});

// `--only` takes a pattern of works; `--profile` a folder that gets a processor profile of our server.
const choice = {
  only: values.only === undefined ? undefined : new RegExp(values.only, 'i'),
  nodeArguments: values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`],
};
const began = performance.now();
const rows = values.scale ? await scale() : await compare(values.quick ? extents.quick : extents.full, choice);
const names = values.scale ? { ours: 'full', peer: 'empty' } : { ours: 'wharf', peer: 'docker-registry' };
console.log(table(rows, names));
console.log(`${((performance.now() - began) / 1000).toFixed(0)} s; a ratio is ${names.ours} / ${names.peer}`);
if (values.json) await writeFile(values.json, `${JSON.stringify(rows, undefined, 2)}\n`);
