import type { IncomingMessage } from 'node:http';
import type { RegistryError } from '../error.ts';
import type { Author } from './metadata.ts';

/** A request that is about to be refused, as far as it was understood. */
export interface RefusedRequest {
  request: IncomingMessage;
  error: RegistryError;
  /** Undefined when the credentials did not hold, or were not looked at. */
  author: Author | undefined;
  /** What the path names; empty where it names none, or none that is allowed. */
  name: string;
  reference: string;
}

/** Where refusals are noted, and explained in more words than the core knows. */
export interface Refusals {
  /** Gives what the answer says. Synchronous, and it never throws: an answer must not wait for its record. */
  refused(refused: RefusedRequest): { message: string; detail: object };
}
