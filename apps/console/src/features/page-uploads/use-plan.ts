import { useQuery } from '@tanstack/react-query';
import type { UploadPlan } from '@wharf/api';
import { type ApiProblem, call } from '../../lib/api-client.ts';
import type { PartSummary } from './protocol.ts';
import { useSettled } from './use-settled.ts';

const askedAtOnce = 300;

/** What the server would say to an upload of these parts to these places; asked again a moment after a change. */
export function usePlan(
  organization: string,
  parts: readonly PartSummary[],
  places: readonly { repository: string; tag: string }[],
) {
  const asked = useSettled(JSON.stringify({ organization, keys: parts.map(({ key }) => key), places }));
  return useQuery<UploadPlan, ApiProblem>({
    queryKey: ['planPageUpload', asked],
    queryFn: ({ signal }) => ask(organization, parts, places, signal),
    enabled: organization !== '' && parts.length > 0,
    placeholderData: (before) => before,
    staleTime: 10_000,
  });
}

async function ask(
  organization: string,
  parts: readonly PartSummary[],
  places: readonly { repository: string; tag: string }[],
  signal: AbortSignal,
): Promise<UploadPlan> {
  const plan: UploadPlan = { blobs: [], layers: [], tags: [] };
  for (let at = 0; at < Math.max(parts.length, places.length); at += askedAtOnce) {
    const some = parts.slice(at, at + askedAtOnce);
    const answer = await call('planPageUpload', {
      params: { organization },
      body: {
        digests: some.filter(({ kind }) => kind !== 'layer').map(({ digest }) => digest),
        layers: some.filter(({ kind }) => kind === 'layer').map(({ digest, size }) => ({ diffId: digest, size })),
        tags: [...places.slice(at, at + askedAtOnce)],
      },
      signal,
    });
    plan.blobs.push(...answer.blobs);
    plan.layers.push(...answer.layers);
    plan.tags.push(...answer.tags);
  }
  return plan;
}

/** Bytes of these parts that need not be sent. */
export function bytesThere(plan: UploadPlan | undefined, parts: readonly PartSummary[]): number {
  const known = new Set([
    ...(plan?.blobs ?? []).map(({ digest }) => digest),
    ...(plan?.layers ?? []).map(({ diffId }) => diffId),
  ]);
  return parts.filter(({ digest }) => known.has(digest)).reduce((sum, { size }) => sum + size, 0);
}
