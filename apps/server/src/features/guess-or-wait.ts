import { waitRefusal } from '../auth/credential-refusals.ts';
import { type Guesser, guess } from '../auth/guess.ts';
import { ApiError } from '../bff/problem.ts';
import type { Services } from '../bff/services.ts';

/**
 * What `verify` finds, wrong tries slowed down as `guess` says; undefined when the try was wrong.
 * @throws ApiError `too-many-attempts` with the seconds to wait and the time until then
 */
export async function guessOrWait<T>(
  services: Pick<Services, 'attempts' | 'now'>,
  guesser: Guesser,
  verify: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const guessed = await guess(services.attempts, guesser, verify);
  if ('found' in guessed) return guessed.found;
  const seconds = guessed.waitSeconds;
  const until = new Date(services.now().getTime() + seconds * 1000);
  throw new ApiError('too-many-attempts', waitRefusal(until), {
    detail: { seconds, until: until.toISOString() },
    headers: { 'Retry-After': String(seconds) },
  });
}
