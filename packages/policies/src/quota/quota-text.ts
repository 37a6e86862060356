import type { QuotaRefusal } from './quota.ts';

/** A refusal in words for somebody who sees nothing else: a client prints the sentence. */
export interface QuotaText {
  message: string;
  /** What frees room. */
  remedy: string;
  /** Who can raise the limit. */
  help: string;
}

const help = 'a system administrator of this server can raise the quota';

/** @param place the account's name, or for tags the repository's */
export function quotaText(refusal: QuotaRefusal, place: string): QuotaText {
  const { said, remedy } = wordsOf(refusal, place);
  return { message: `${said}: ${remedy}; ${help}`, remedy, help };
}

function wordsOf(refusal: QuotaRefusal, place: string): { said: string; remedy: string } {
  const { kind, used, limit, wanted } = refusal;
  switch (kind) {
    case 'organizations':
      return {
        said: `the account ${place} has ${used} of ${limit} organizations`,
        remedy: 'delete an organization that holds nothing any more',
      };
    case 'repositories':
      return {
        said: `the account ${place} has ${used} of ${limit} images, and this would be another one`,
        remedy: 'delete images that nobody needs any more',
      };
    case 'tags':
      return {
        said: `${place} has ${used} of ${limit} tags, and this would add ${wanted}`,
        remedy: 'delete tags of it that nobody needs any more, or move one of them',
      };
    case 'bytes':
      return {
        said: `the account ${place} uses ${bytesText(used)} of ${bytesText(limit)}, and this would add ${bytesText(wanted)}`,
        remedy: 'delete images or tags that nobody needs any more (what lies in the recycle bin does not count)',
      };
  }
}

const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** `1536` is `1.5 KiB`. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${Number(value.toFixed(1))} ${units[unit]}`;
}
