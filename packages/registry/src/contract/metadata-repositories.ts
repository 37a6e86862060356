import type { RepositoryName } from '@wharf/oci';
import { describe, expect, it } from 'vitest';
import { firstPage, type MetadataWorld, newDigest, noon, somebody } from './metadata-fixture.ts';

export function describeRepositories(world: MetadataWorld): void {
  const all = { all: true } as const;
  const of = (...organizations: string[]) => ({
    ranges: organizations.map((name) => ({ first: `${name}/`, last: `${name}/~` })),
    public: false,
  });

  describe('repositories', () => {
    it('are made on opening, once', async () => {
      const name = await world.newName();
      expect(await world.metadata.findRepository(name)).toBeUndefined();
      const opened = await world.metadata.openRepository(name, noon);
      expect(opened).toEqual({ id: expect.any(String), name });
      expect(await world.metadata.openRepository(name, noon)).toEqual(opened);
      expect(await world.metadata.findRepository(name)).toEqual(opened);
    });

    it('are not made in an organization that does not exist', async () => {
      const name = 'nobody-has-this/app' as RepositoryName;
      expect(await world.metadata.openRepository(name, noon)).toBeUndefined();
      expect(await world.metadata.findRepository(name)).toBeUndefined();
    });

    it('are listed while they hold a manifest', async () => {
      const name = await world.newName();
      const organization = name.slice(0, name.indexOf('/'));
      await world.metadata.openRepository(name, noon);
      await world.upload(name, newDigest());
      expect(await world.metadata.listRepositories(of(organization), firstPage)).toEqual([]);
      const digest = await world.put(name, { tags: ['latest'] });
      expect(await world.metadata.listRepositories(of(organization), firstPage)).toEqual([name]);
      await world.metadata.removeManifest(name, digest, somebody, noon);
      expect(await world.metadata.listRepositories(of(organization), firstPage)).toEqual([]);
      expect(await world.metadata.findRepository(name)).toBeDefined();
    });

    it('are listed in byte order, page by page, of the organizations that the caller may see', async () => {
      // '-' and '.' sort before the '/' that ends an organization's name, '0' and '_' after it.
      const stem = await world.newOrganization();
      const names: string[] = [];
      const organizations = [stem];
      for (const suffix of ['-a', '.a', '0', '_a', 'a']) {
        const organization = await world.newOrganization(`${stem}${suffix}`);
        organizations.push(organization);
      }
      for (const organization of organizations) {
        for (const path of ['b', 'a', 'a-b', 'a/b', 'a.b', 'a_b', 'a0']) {
          names.push(`${organization}/${path}`);
          await world.put(`${organization}/${path}` as RepositoryName);
        }
      }
      const unseen = await world.newName();
      await world.put(unseen);
      names.sort();

      const scope = of(...organizations, 'nobody-has-this');
      for (const limit of [1, 3, 7, 100]) {
        const walked: string[] = [];
        for (let last: string | undefined; ; ) {
          const page = await world.metadata.listRepositories(scope, { limit, last });
          expect(page.length).toBeLessThanOrEqual(limit);
          if (page.length === 0) break;
          walked.push(...page);
          last = page.at(-1);
        }
        expect(walked).toEqual(names);
      }
      const everything = await world.metadata.listRepositories(all, { limit: 100_000, last: undefined });
      expect(everything).toEqual(expect.arrayContaining([...names, unseen]));
      expect(everything).toEqual([...everything].sort());
    });

    it('of more organizations than one statement takes are listed all the same', async () => {
      const name = await world.newName();
      await world.put(name);
      const others = Array.from({ length: 700 }, (_, index) => `absent-${index}`);
      const scope = of(...others, name.slice(0, name.indexOf('/')));
      expect(await world.metadata.listRepositories(scope, firstPage)).toEqual([name]);
    });

    it('are listed once each, of ranges in any order that overlap', async () => {
      const organization = await world.newOrganization();
      const names = ['app', 'app/web', 'b', 'c'].map((path) => `${organization}/${path}` as RepositoryName);
      for (const name of names) await world.put(name);
      const [app, web, b] = names.map((name) => ({ first: name, last: name }));
      const some = [b, { first: `${organization}/app`, last: `${organization}/app~` }, web, app].flatMap(
        (each) => each ?? [],
      );
      for (const limit of [1, 2, 10]) {
        const walked: string[] = [];
        for (let last: string | undefined; ; last = walked.at(-1)) {
          const page = await world.metadata.listRepositories({ ranges: some, public: false }, { limit, last });
          if (page.length === 0) break;
          walked.push(...page);
        }
        expect(walked).toEqual(names.slice(0, 3));
      }
    });

    it('are private until somebody makes them public, so a caller of no organization sees none', async () => {
      const name = await world.newName();
      await world.put(name);
      expect(await world.metadata.listRepositories({ ranges: [], public: false }, firstPage)).toEqual([]);
      expect(await world.metadata.listRepositories({ ranges: [], public: true }, firstPage)).not.toContain(name);
    });
  });
}
