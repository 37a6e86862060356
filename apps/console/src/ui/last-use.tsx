import { TimeAgo } from './time-ago.tsx';

/** When a credential was used last, and the client's address then. */
export function LastUse({ at, from }: { at: string | null; from: string | null }) {
  return (
    <>
      <TimeAgo time={at} />
      {from !== null && (
        <>
          {' '}
          <code className="quiet">{from}</code>
        </>
      )}
    </>
  );
}
