/** One way to authenticate that a `WWW-Authenticate` header offers (RFC 9110 section 11.6.1). */
export interface Challenge {
  /** Lowercase. */
  scheme: string;
  /** Names in lowercase. */
  parameters: Record<string, string>;
}

const token = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
const quoted = /"((?:[^"\\]|\\.)*)"/y;
const spaces = /[ \t]*/y;

/** Reads the header; what follows a part that cannot be read is left out. */
export function parseChallenges(header: string): Challenge[] {
  const challenges: Challenge[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(header);
    if (match) at = pattern.lastIndex;
    return match ?? undefined;
  };

  while (at < header.length) {
    take(spaces);
    if (header[at] === ',') {
      at += 1;
      continue;
    }
    const word = take(token)?.[0];
    if (word === undefined) return challenges;
    take(spaces);
    const current = challenges.at(-1);
    // A word before `=` is a parameter of the challenge before; any other begins the next challenge.
    if (header[at] !== '=' || current === undefined) {
      challenges.push({ scheme: word.toLowerCase(), parameters: {} });
      continue;
    }
    at += 1;
    take(spaces);
    const value = take(quoted)?.[1]?.replace(/\\(.)/g, '$1') ?? take(token)?.[0];
    if (value === undefined) return challenges;
    current.parameters[word.toLowerCase()] = value;
  }
  return challenges;
}
