/** What the command line asks for. */
export type Command =
  | { kind: 'serve' }
  | { kind: 'help' }
  | { kind: 'print-config' }
  | { kind: 'rotate-keys' }
  | { kind: 'fsck' }
  | { kind: 'reset-password'; user: string };

/** Reads the command line after the program; `problem` is a sentence for the one who typed it. */
export function parseArguments(args: readonly string[]): { command: Command; problem?: string } {
  // `npm start -- --help` and some process managers hand the separator on.
  const [first, ...rest] = args[0] === '--' ? args.slice(1) : args;
  if (first === undefined) return { command: { kind: 'serve' } };
  if (first === '--help' || first === '-h') return { command: { kind: 'help' } };
  if (first === 'reset-password') {
    const [user, ...more] = rest;
    if (user && more.length === 0) return { command: { kind: 'reset-password', user } };
    return { command: { kind: 'help' }, problem: 'reset-password needs the name of one user: reset-password USER' };
  }
  if (rest.length > 0) return { command: { kind: 'help' }, problem: `${first} takes nothing after it` };
  if (first === '--print-config') return { command: { kind: 'print-config' } };
  if (first === 'fsck') return { command: { kind: 'fsck' } };
  if (first === 'rotate-keys') return { command: { kind: 'rotate-keys' } };
  return {
    command: { kind: 'help' },
    problem: `${JSON.stringify(first)} is not a command: allowed is --help, --print-config, rotate-keys, fsck, reset-password USER or nothing`,
  };
}
