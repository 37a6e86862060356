import { decideQuota, type QuotaKind, type QuotaRefusal, type Quotas } from './quota.ts';

/** What would come to one image. */
export interface ImageGrowth {
  /** Full name. */
  name: string;
  /** It does not exist yet. */
  isNew: boolean;
  /** Tags that it has. */
  tags: number;
  /** Tags that it would get on top. */
  newTags: number;
  /** Bytes that it would get on top: a layer that is yet to be compressed becomes anything up to its size. */
  bytes: { least: number; most: number };
}

export interface ForeseenRefusal extends QuotaRefusal {
  kind: Exclude<QuotaKind, 'organizations'>;
  /** The account's name, or for tags the image's. */
  place: string;
  /** False: it may fit, when compression makes enough of it. `wanted` is the most then. */
  certain: boolean;
}

/** Which quotas something would pass that is not sent yet. The account may grow or shrink meanwhile: nothing is promised. */
export function foreseeQuotas(
  account: { name: string; quotas: Pick<Quotas, 'repositories' | 'tags' | 'bytes'> },
  used: { repositories: number; bytes: number },
  images: readonly ImageGrowth[],
): ForeseenRefusal[] {
  const { name, quotas } = account;
  const sum = (of: (image: ImageGrowth) => number) => images.reduce((total, image) => total + of(image), 0);
  const least = sum(({ bytes }) => bytes.least);
  const most = sum(({ bytes }) => bytes.most);
  const ofBytes = (wanted: number) => ({ kind: 'bytes', limit: quotas.bytes, used: used.bytes, wanted }) as const;
  const certain = !decideQuota(ofBytes(least)).allowed;
  const another = sum(({ isNew }) => Number(isNew));
  const questions = [
    {
      place: name,
      kind: 'repositories',
      limit: quotas.repositories,
      used: used.repositories,
      wanted: another,
    } as const,
    ...images.map(
      (image) =>
        ({ place: image.name, kind: 'tags', limit: quotas.tags, used: image.tags, wanted: image.newTags }) as const,
    ),
    { place: name, ...ofBytes(certain ? least : most) },
  ];
  return questions.flatMap(({ place, ...question }) => {
    const decision = decideQuota(question);
    return decision.allowed
      ? []
      : [{ ...decision, kind: question.kind, place, certain: question.kind !== 'bytes' || certain }];
  });
}
