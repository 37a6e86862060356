import type { z } from 'zod';
import { ApiError, invalidInput } from './problem.ts';

/**
 * What a client sent, as the schema makes it: for operations and for the routes beside them alike.
 * @param part of the request (`params`, `query`, `body`): the first step of each field's path
 * @throws ApiError `invalid-input`
 */
export function parseInput<S extends z.ZodType>(part: string, schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (!result.success) throw invalidInput(part, result.error);
  // Not before: only what the contract let through is as flat as the contract.
  if (holdsNul(result.data)) {
    throw new ApiError('invalid-input', `${part}: NUL characters are not allowed`, {
      fields: [{ field: part, problem: 'character' }],
    });
  }
  return result.data;
}

// PostgreSQL takes none in a text, and no name or password needs one.
function holdsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsNul);
}
