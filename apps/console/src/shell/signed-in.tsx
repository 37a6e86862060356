import { Navigate, useLocation } from 'react-router';
import { useSessionQuery } from '../lib/session.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { Booting } from './booting.tsx';
import { Layout } from './layout.tsx';

/** Everything behind the sign-in. Whoever is not signed in goes there and comes back. */
export function SignedIn() {
  const session = useSessionQuery();
  const { pathname, search } = useLocation();
  if (session.data) return <Layout />;
  if (session.data === null) {
    const back = pathname === '/' ? '' : `?return=${encodeURIComponent(pathname + search)}`;
    return <Navigate to={`/sign-in${back}`} replace />;
  }
  if (session.error) {
    return (
      <main className="booting">
        <ErrorState problem={session.error} onRetry={() => void session.refetch()} />
      </main>
    );
  }
  return <Booting />;
}
