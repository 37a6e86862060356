/** Names as people type or paste them: separated by commas, semicolons or lines; each once, in the order of typing. */
export function readAccountNames(text: string): string[] {
  const names = text.split(/[\n,;，；、]+/).map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))];
}
