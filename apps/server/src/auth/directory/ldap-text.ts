/** A value as it may stand in a filter: whatever it holds, it stays one value (RFC 4515, 3). */
export function escapeFilter(value: string): string {
  return [...Buffer.from(value)]
    .map((byte) => (safeInFilter(byte) ? String.fromCharCode(byte) : `\\${byte.toString(16).padStart(2, '0')}`))
    .join('');
}

function safeInFilter(byte: number): boolean {
  // All but `( ) * \`, NUL and other controls, and the bytes of what is not ASCII.
  return byte >= 0x20 && byte < 0x7f && ![0x28, 0x29, 0x2a, 0x5c].includes(byte);
}

/** A value as it may stand in a DN: whatever it holds, it stays one value (RFC 4514, 2.4). */
export function escapeDn(value: string): string {
  return [...Buffer.from(value)]
    .map((byte) =>
      /[A-Za-z0-9._@-]/.test(String.fromCharCode(byte)) && byte < 0x80 ? String.fromCharCode(byte) : hex(byte),
    )
    .join('');
}

function hex(byte: number): string {
  return `\\${byte.toString(16).padStart(2, '0')}`;
}

/** A template with `{name}` and the like filled in; values are escaped already. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? '') : whole,
  );
}
