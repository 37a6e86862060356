import { Navigate, useLocation } from 'react-router';
import { useSessionQuery } from '../lib/session.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { lazyPart } from '../ui/lazy-part.tsx';
import { Booting } from './booting.tsx';
import { Layout } from './layout.tsx';

const ChoosePassword = lazyPart(
  async () => (await import('../features/profile/choose-password.tsx')).ChoosePassword,
  'profile',
);

/** Everything behind the sign-in. Whoever is not signed in goes there and comes back. */
export function SignedIn() {
  const session = useSessionQuery();
  const { pathname, search } = useLocation();
  if (session.data?.mustChangePassword) return <ChoosePassword />;
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
