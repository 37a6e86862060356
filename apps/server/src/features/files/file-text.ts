/** How much of a file is shown. */
export const textLimit = 256 * 1024;

/** The text that the bytes spell in UTF-8, or undefined when they are no text. `cut`: the last character may be in halves. */
export function readText(bytes: Uint8Array, cut: boolean): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: cut });
  } catch {
    return undefined;
  }
}
