/** More than a browser draws without a stutter; the copy button gives all of it. */
const limit = 200_000;

/** A JSON document for reading. Only one without line breaks is changed: others look as their author wanted them. */
export function indented(raw: string): { text: string; changed: boolean; cut: boolean } {
  const text = raw.trim().includes('\n') ? raw : pretty(raw);
  return { text: text.slice(0, limit), changed: text !== raw, cut: text.length > limit };
}

function pretty(raw: string): string {
  try {
    return JSON.stringify(JSON.parse(raw), undefined, 2);
  } catch {
    return raw;
  }
}
