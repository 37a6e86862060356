import { isIP } from 'node:net';
import { z } from 'zod';

/** What `--help` and a refusal say of an option. */
export interface OptionFacts {
  env: string;
  about: string;
  /** What is allowed, to end the sentence "allowed is ...". */
  allowed: string;
  /** Never printed, not even when it is refused. */
  secret?: boolean;
}

// Environment variables are text; in the JSON file the same numbers may stand as numbers.
export const integer = (minimum: number, maximum: number) =>
  z
    .union([
      z.number(),
      z
        .string()
        .regex(/^\d{1,15}$/)
        .transform(Number),
    ])
    .pipe(z.number().int().min(minimum).max(maximum));

/** Null for `unlimited`. */
export const quota = (maximum: number) =>
  z.union([z.literal('unlimited').transform(() => null), integer(0, maximum)]).nullable();

export const flag = () => z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

export const text = (maximum: number) => z.string().min(1).max(maximum);

export const commaList = (entry: z.ZodString) =>
  z
    .union([z.array(z.string()), z.string().transform((list) => list.split(',').map((part) => part.trim()))])
    .transform((list) => list.filter((part) => part !== ''))
    .pipe(z.array(entry));

/** Text of JSON in the environment; in the JSON file the value itself. */
export const jsonText = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (typeof value === 'string' ? parseJson(value) : value), schema);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Fits no schema: it is refused as what it is.
    return text;
  }
}

export const option = <T extends z.ZodType>(facts: OptionFacts, schema: T): T =>
  schema.meta({ ...facts, description: facts.about });

export function isOrigin(text: string): boolean {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  return url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === '';
}

/** Whether a URL names a scheme of these, a host and a port, and nothing else. */
export function isAddress(text: string, schemes: readonly string[]): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, port, pathname, search, username } = new URL(text);
  return schemes.includes(protocol) && hostname !== '' && port !== '' && `${pathname}${search}${username}` === '';
}

export function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
}
