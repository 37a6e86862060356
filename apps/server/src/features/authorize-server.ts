import type { UserActor } from '../auth/user-actor.ts';
import { ApiError } from '../bff/problem.ts';

/** What is the whole server's is for system administrators. @param what ends "the server's ...". @throws ApiError `forbidden` */
export function authorizeServer(actor: UserActor, what: string): void {
  if (actor.role === 'system-administrator') return;
  throw new ApiError('forbidden', `the server's ${what} is for system administrators`, {
    detail: { reason: 'system-administrators-only' },
  });
}
