const browsers: readonly [string, RegExp][] = [
  // In this order: each of them also claims to be the later ones.
  ['Edge', /Edg(?:e|A|iOS)?\//],
  ['Opera', /OPR\//],
  ['Firefox', /(?:Firefox|FxiOS)\//],
  ['Chrome', /(?:Chrome|CriOS)\//],
  ['Safari', /Safari\//],
];

const systems: readonly [string, RegExp][] = [
  ['Android', /Android/],
  ['iOS', /iPhone|iPad/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X/],
  ['Linux', /Linux/],
];

/** "Firefox, macOS", or undefined when the text names no known browser. */
export function browserOf(userAgent: string): string | undefined {
  const name = (table: readonly [string, RegExp][]) => table.find(([, pattern]) => pattern.test(userAgent))?.[0];
  const browser = name(browsers);
  if (!browser) return undefined;
  const system = name(systems);
  return system ? `${browser}, ${system}` : browser;
}
