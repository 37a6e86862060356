/** What an image is for, in SWR's words. */
export const categories = [
  'app_server',
  'linux',
  'windows',
  'arm',
  'framework_app',
  'database',
  'lang',
  'other',
] as const;
export type Category = (typeof categories)[number];

/** Of a description, in code points, as people count. */
export const descriptionLimit = 30_000;

export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
