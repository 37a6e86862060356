import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { peakMegabytes } from './processes.ts';
import type { Served } from './served.ts';

const execute = promisify(execFile);

/** What one round of one work gave: a number for each thing that was looked at. */
export type Figures = Record<string, number>;

export interface Work {
  name: string;
  servers: Served[];
  /** It makes the servers write large content. */
  writes?: boolean;
  measure(server: Served): Promise<Figures>;
}

/**
 * Measures each work on each server, `rounds` times in turn, so that what else happens on the machine meets all alike. A round
 * before them does not count: it is the first of the work in a process, and ours compiles then what it runs.
 * @returns the median of each figure, by work and server.
 */
export async function measure(works: Work[], rounds: number): Promise<Map<Work, Map<Served, Figures>>> {
  const results = new Map<Work, Map<Served, Figures>>();
  for (const work of works) {
    const taken = new Map(work.servers.map((server) => [server, [] as Figures[]]));
    for (let round = 0; round <= rounds; round += 1) {
      const order = round % 2 === 0 ? work.servers : work.servers.toReversed();
      for (const server of order) {
        // What one server has left to the disk must not slow the next one down: not all of them sync what they write.
        await execute('sync');
        if (work.writes) await emptyPageCache();
        const figures = await work.measure(server);
        if (round > 0) taken.get(server)?.push(figures);
      }
    }
    const medians = new Map([...taken].map(([server, figures]) => [server, medianFigures(figures)]));
    results.set(work, medians);
    const lines = [...medians].map(([{ name, pid }, figures]) => {
      const peaks = peakMegabytes(pid).map((megabytes) => megabytes.toFixed(0));
      return `  ${name}: ${show(figures)}; peak memory so far ${peaks.join(' + ')} MB`;
    });
    process.stderr.write(`${work.name}\n${lines.join('\n')}\n`);
  }
  return results;
}

/**
 * Written data grows the page cache, and on a virtual machine the first touch of each new page costs more than the
 * write itself: whoever comes later pays more. As root, each turn begins with an empty one.
 */
async function emptyPageCache(): Promise<void> {
  if (process.getuid?.() === 0) await writeFile('/proc/sys/vm/drop_caches', '1');
}

function medianFigures(all: Figures[]): Figures {
  const names = Object.keys(all[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, median(all.map((figures) => figures[name] ?? Number.NaN))]));
}

export function median(values: number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

function show(figures: Figures): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${value.toPrecision(3)}`)
    .join(', ');
}
