import fc from 'fast-check';
import { expect, it } from 'vitest';
import { foreseeQuotas, type ImageGrowth } from './foresee-quotas.ts';
import { decideQuota } from './quota.ts';

const few = fc.integer({ min: 0, max: 6 });
const limit = fc.option(fc.integer({ min: 0, max: 12 }));
const world = fc.record({
  quotas: fc.record({ repositories: limit, tags: limit, bytes: limit }),
  used: fc.record({ repositories: few, bytes: few }),
  images: fc.array(fc.record({ isNew: fc.boolean(), tags: few, newTags: few, least: few, more: few }), {
    maxLength: 4,
  }),
});

/** What pushes one after the other would meet, each layer as large as `share` of what it may become. */
function refusedAtPush(
  {
    quotas,
    used,
  }: { quotas: Parameters<typeof foreseeQuotas>[0]['quotas']; used: { repositories: number; bytes: number } },
  images: readonly ImageGrowth[],
  size: 'least' | 'most',
): Set<string> {
  const refused = new Set<string>();
  let { repositories, bytes } = used;
  for (const image of images) {
    const ask = (kind: 'repositories' | 'tags' | 'bytes', has: number, wanted: number) => {
      if (!decideQuota({ kind, limit: quotas[kind], used: has, wanted }).allowed) refused.add(kind);
    };
    ask('repositories', repositories, Number(image.isNew));
    ask('tags', image.tags, image.newTags);
    ask('bytes', bytes, image.bytes[size]);
    repositories += Number(image.isNew);
    bytes += image.bytes[size];
  }
  return refused;
}

it('foresees what pushes would meet: for certain where no compression helps, perhaps where one may', () => {
  fc.assert(
    fc.property(world, ({ quotas, used, images: given }) => {
      const images = given.map(({ least, more, ...image }, index) => {
        return { ...image, name: `acme/${index}`, bytes: { least, most: least + more } };
      });
      const foreseen = foreseeQuotas({ name: 'main', quotas }, used, images);
      const kinds = (certain: boolean) =>
        new Set(foreseen.filter((one) => one.certain || !certain).map(({ kind }) => kind));
      expect(kinds(true)).toEqual(refusedAtPush({ quotas, used }, images, 'least'));
      expect(kinds(false)).toEqual(refusedAtPush({ quotas, used }, images, 'most'));
      for (const { kind, place, wanted, used: has, limit: most } of foreseen) {
        expect(place.startsWith('acme/')).toBe(kind === 'tags');
        expect(has + wanted).toBeGreaterThan(most);
      }
    }),
  );
});
