import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second for every program (`USER_HZ`, proc(5)). */
const ticksPerSecond = 100;

/** Processor seconds that a process and its children have used. */
export function cpuSeconds(pid: number): number {
  return familyOf(pid).reduce((sum, { ticks }) => sum + ticks, 0) / ticksPerSecond;
}

/** The most memory that each process of the family has ever had, in MB (10^6 bytes), the largest first. */
export function peakMegabytes(pid: number): number[] {
  return familyOf(pid)
    .map(({ id }) => Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0))
    .map((kibibytes) => (kibibytes * 1024) / 1e6)
    .sort((one, other) => other - one);
}

interface ProcessFacts {
  id: number;
  parent: number;
  ticks: number;
}

function familyOf(pid: number): ProcessFacts[] {
  const all = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map((entry) => readFacts(Number(entry)))
    .filter((facts) => facts !== undefined);
  const family = all.filter(({ id }) => id === pid);
  // The array grows while it is walked, until no member has a child that is not in it.
  for (const member of family) family.push(...all.filter(({ parent }) => parent === member.id));
  return family;
}

function readFacts(id: number): ProcessFacts | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${id}/stat`, 'utf8');
  } catch {
    return undefined; // It ended since the folder was read.
  }
  // The name before the last parenthesis may hold spaces.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { id, parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
}
