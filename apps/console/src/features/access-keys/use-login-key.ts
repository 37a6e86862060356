import { useEffect, useState } from 'react';
import { isAccessKeyId, loginKeyOf } from './login-key.ts';

/** The login key as soon as both parts are there. */
export function useLoginKey(id: string, secret: string): { key: string | undefined; failed: boolean } {
  const [computed, setComputed] = useState<{ of: string; key: string | undefined }>();
  const ready = isAccessKeyId(id) && secret !== '';
  const wanted = `${id} ${secret}`;
  useEffect(() => {
    if (!ready) return;
    let current = true;
    loginKeyOf(id, secret).then(
      (key) => current && setComputed({ of: wanted, key }),
      () => current && setComputed({ of: wanted, key: undefined }),
    );
    return () => {
      current = false;
    };
  }, [ready, id, secret, wanted]);
  // What was computed for other letters is not shown for these.
  const known = ready && computed?.of === wanted ? computed : undefined;
  return { key: known?.key, failed: known !== undefined && known.key === undefined };
}
