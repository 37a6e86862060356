import type { DefaultNetworkRule, NetworkRuleInput } from '@wharf/api';
import { formatRange, parseRange } from '@wharf/policies/network';
import { ApiError } from '../../bff/problem.ts';

/** The ranges as everybody writes them, each once. @throws ApiError `invalid-input` naming every one that cannot be read */
export function readRule(input: NetworkRuleInput): NetworkRuleInput {
  const ranges = readRanges(input.ranges, (index) => `body.ranges.${index}`);
  return { ...input, ranges: [...new Set(ranges)] };
}

/** The same for the allow list; of equal ranges the first one stays. */
export function readDefaultRule(input: DefaultNetworkRule): DefaultNetworkRule {
  const ranges = readRanges(
    input.allowList.map(({ range }) => range),
    (index) => `body.allowList.${index}.range`,
  );
  const allowList = input.allowList
    .map(({ description }, index) => ({ range: ranges[index] ?? '', description }))
    .filter(({ range }, index) => ranges.indexOf(range) === index);
  return { ...input, allowList };
}

function readRanges(texts: string[], fieldOf: (index: number) => string): string[] {
  const fields: { field: string; problem: string }[] = [];
  const suggestions: Record<string, string> = {};
  const ranges = texts.map((text, index) => {
    const parsed = parseRange(text);
    if ('range' in parsed) return formatRange(parsed.range);
    fields.push({ field: fieldOf(index), problem: parsed.problem });
    if (parsed.problem === 'range-host-bits') suggestions[text] = parsed.suggested;
    return text;
  });
  if (fields.length === 0) return ranges;
  const meant = Object.entries(suggestions).map(([text, suggested]) => `${text} would be ${suggested}`);
  const message = ['a range is an address or a CIDR network such as 10.0.0.0/8', ...meant].join('; ');
  throw new ApiError('invalid-input', message, { fields, detail: { reason: 'ranges', suggestions } });
}
