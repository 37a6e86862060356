import type { TroubleCause } from './causes.ts';
import { factsIn, type TroubleFacts } from './facts.ts';
import { signatures } from './signatures.ts';

export interface Classified {
  /** Undefined for a text that is not known. */
  cause: TroubleCause | undefined;
  facts: TroubleFacts;
}

/** Longer texts are cut: the cause stands in the first lines, or in the last. */
const textLimit = 20_000;
const colours = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** What a client's error text is about. Reads the text only; asks nobody. */
export function classifyTrouble(text: string): Classified {
  const read = text.length <= textLimit ? text : `${text.slice(0, textLimit / 2)}\n${text.slice(-textLimit / 2)}`;
  // Terminals colour, wrap and quote.
  const plain = read.replace(colours, '').replaceAll('\\"', '"').replaceAll('\u2019', "'");
  const cause = signatures.find(([, pattern]) => pattern.test(plain))?.[0];
  return { cause, facts: factsIn(plain) };
}
