/** One that has ended stays, and shows as such, until somebody takes it away. */
export type ShareState = 'active' | 'expired';

/** @param expiresAt ms since 1970; null is for ever. At that very moment it has ended. */
export function shareState({ expiresAt }: { expiresAt: number | null }, now: number): ShareState {
  return expiresAt === null || expiresAt > now ? 'active' : 'expired';
}
