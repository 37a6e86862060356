import type { Tag } from '@wharf/api';
import { downloadPath } from '@wharf/api/routes';
import { platformText } from '@wharf/oci';

export type ArchiveFormat = 'docker' | 'oci';

export interface Choice {
  organization: string;
  repository: string;
  tags: readonly string[];
  /** None: all of each tag. */
  platforms: readonly string[];
  format: ArchiveFormat;
}

/** Where the browser gets the archive. */
export function downloadAddress({ organization, repository, tags, platforms, format }: Choice): string {
  const params: Record<string, string> = { organization, repository };
  const path = downloadPath.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const query = new URLSearchParams([
    ...tags.map((tag) => ['tag', tag] as [string, string]),
    ...platforms.map((platform) => ['platform', platform] as [string, string]),
    ['format', format],
  ]);
  return `/api${path}?${query}`;
}

/** The platforms that one or another of the tags has, by name. */
export function platformsOf(tags: readonly Tag[]): string[] {
  return [...new Set(tags.flatMap(({ platforms }) => platforms.map(platformText)))].sort();
}

/** Tags that have none of the platforms: the server would refuse them. */
export function tagsWithout(tags: readonly Tag[], platforms: readonly string[]): string[] {
  if (platforms.length === 0) return [];
  return tags
    .filter((tag) => !tag.platforms.some((platform) => platforms.includes(platformText(platform))))
    .map(({ name }) => name);
}
