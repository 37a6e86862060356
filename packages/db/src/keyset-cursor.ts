export type KeysetValue = string | number;

/** A cursor that this list did not give out: malformed, or of another sort. */
export class CursorError extends Error {
  override name = 'CursorError';
  constructor() {
    super('the cursor does not belong to this list: ask for its first page');
  }
}

export interface Cursor {
  /** `backward` reads the rows before the values, still shown in the list's order. */
  go: 'forward' | 'backward';
  /** Whether the row of these values is part of the page. */
  inclusive: boolean;
  values: KeysetValue[];
}

/** Base64url JSON: `[sort, go, inclusive, ...values]`. */
export function encodeCursor(sort: string, { go, inclusive, values }: Cursor): string {
  return Buffer.from(JSON.stringify([sort, go === 'forward' ? 0 : 1, inclusive ? 1 : 0, ...values])).toString(
    'base64url',
  );
}

/**
 * @param types of the values, in the order of the sort's columns
 * @throws CursorError
 */
export function decodeCursor(sort: string, types: readonly ('text' | 'number')[], text: string): Cursor {
  const json = parse(text);
  if (!Array.isArray(json) || json.length !== types.length + 3) throw new CursorError();
  const [of, backward, inclusive, ...values] = json as unknown[];
  if (of !== sort || !isFlag(backward) || !isFlag(inclusive)) throw new CursorError();
  const checked = values.map((value, index): KeysetValue => {
    if (types[index] === 'number' && isWholeNumber(value)) return value;
    if (types[index] === 'text' && isText(value)) return value;
    throw new CursorError();
  });
  return { go: backward ? 'backward' : 'forward', inclusive: inclusive === 1, values: checked };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw new CursorError();
  }
}

function isFlag(value: unknown): value is 0 | 1 {
  return value === 0 || value === 1;
}

function isWholeNumber(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** PostgreSQL takes neither NUL nor half a surrogate pair in a text. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0') && !/\p{Surrogate}/u.test(value);
}
