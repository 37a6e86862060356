import { tell } from '../refusals/tell.ts';

/** Explains refusals, and keeps none. */
export const forgetful = { note: tell };
