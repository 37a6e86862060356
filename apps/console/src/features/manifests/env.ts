/** `NAME=value` in its two parts; the value may hold more `=`. */
export function splitEnv(line: string): [name: string, value: string] {
  const at = line.indexOf('=');
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
}
