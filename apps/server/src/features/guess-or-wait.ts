import { type Guesser, guess } from '../auth/guess.ts';
import { ApiError } from '../bff/problem.ts';
import type { Services } from '../bff/services.ts';

/**
 * What `verify` finds, wrong tries slowed down as `guess` says; undefined when the try was wrong.
 * @throws ApiError `too-many-attempts` with the seconds to wait
 */
export async function guessOrWait<T>(
  services: Pick<Services, 'attempts'>,
  guesser: Guesser,
  verify: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const guessed = await guess(services.attempts, guesser, verify);
  if ('found' in guessed) return guessed.found;
  const seconds = guessed.waitSeconds;
  throw new ApiError('too-many-attempts', `too many failed sign-ins; try again in ${seconds} s`, {
    detail: { seconds },
    headers: { 'Retry-After': String(seconds) },
  });
}
