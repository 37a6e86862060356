import type { FileType } from '@wharf/api';

const letters: Record<FileType, string> = {
  file: '-',
  hardlink: '-',
  directory: 'd',
  symlink: 'l',
  character: 'c',
  block: 'b',
  fifo: 'p',
};

/** `-rwxr-xr-x`, as `ls -l` writes it. */
export function modeText(type: FileType, mode: number): string {
  const triple = (shift: number, special: number, letter: string) => {
    const bits = (mode >> shift) & 7;
    const runs = (bits & 1) !== 0;
    const last = (mode & special) !== 0 ? (runs ? letter : letter.toUpperCase()) : runs ? 'x' : '-';
    return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${last}`;
  };
  return `${letters[type]}${triple(6, 0o4000, 's')}${triple(3, 0o2000, 's')}${triple(0, 0o1000, 't')}`;
}
