/** What a signal that asks for the end means: end gently, nothing new, or end at once. */
export type EndRequest = 'gently' | 'same-request' | 'at-once';

// Ctrl-C in a terminal signals everything in it, and npm passes its own signals on as well: what was asked for once comes twice.
const sameRequestMs = 1000;

/**
 * Tells one request to end from two: a signal within a second of the first is that request again, a later one means that
 * somebody does not want to wait any longer.
 * @param clock milliseconds that never run backwards
 */
export function endRequests(clock: () => number = () => performance.now()): () => EndRequest {
  let first: number | undefined;
  return () => {
    const at = clock();
    if (first === undefined) {
      first = at;
      return 'gently';
    }
    return at - first <= sameRequestMs ? 'same-request' : 'at-once';
  };
}
