import { useQuery } from '@tanstack/react-query';
import type { Body, ForeseenRefusal } from '@wharf/api';
import { type ApiProblem, call } from '../../lib/api-client.ts';
import type { PartSummary } from './protocol.ts';
import { useSettled } from './use-settled.ts';

/** As many parts as one check takes. */
const askedAtMost = 1000;

export interface ComingImage {
  repository: string;
  tag: string;
  parts: readonly PartSummary[];
}

/** Quotas that the upload would pass, before anything is sent. Where the check itself fails, the push will tell. */
export function useQuotaCheck(organization: string, images: readonly ComingImage[]): readonly ForeseenRefusal[] {
  const body = bodyOf(images);
  const asked = useSettled(JSON.stringify({ organization, body }));
  const { data } = useQuery<ForeseenRefusal[], ApiProblem>({
    queryKey: ['checkPageUploadQuotas', asked],
    queryFn: async ({ signal }) =>
      (await call('checkPageUploadQuotas', { params: { organization }, body, signal })).refusals,
    enabled: organization !== '' && images.length > 0,
    placeholderData: (before) => before,
    staleTime: 10_000,
  });
  return images.length > 0 ? (data ?? []) : [];
}

/** Of a large upload, the images whose parts are among the first ones. */
function bodyOf(images: readonly ComingImage[]): Body<'checkPageUploadQuotas'> {
  const places = new Map<string, number>();
  const parts: Body<'checkPageUploadQuotas'>['parts'] = [];
  const asked: Body<'checkPageUploadQuotas'>['images'] = [];
  for (const { repository, tag, parts: own } of images.slice(0, 300)) {
    const fresh = own.filter(({ key }) => !places.has(key));
    if (parts.length + fresh.length > askedAtMost) break;
    for (const { key, kind, digest, size } of fresh) {
      places.set(key, parts.push({ kind: kind === 'layer' ? 'layer' : 'blob', digest, size }) - 1);
    }
    asked.push({ repository, tags: [tag], parts: own.flatMap(({ key }) => places.get(key) ?? []) });
  }
  return { parts, images: asked };
}
