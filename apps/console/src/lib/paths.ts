const tagSeparator = '/-/tags/';

/** Addresses of pages. A repository's path keeps its slashes; a tag stands behind `/-/tags/`, which no path can contain. */
export const paths = {
  overview: '/overview',
  signIn: '/sign-in',
  organizations: '/organizations',
  organization: (organization: string) => `/organizations/${encodeURIComponent(organization)}`,
  recycleBin: (organization: string) => `${paths.organization(organization)}?tab=recycle-bin`,
  images: '/images',
  /** Of other accounts. */
  sharedImages: '/images?tab=shared',
  upload: (organization = '') => `/upload${organization && `?organization=${encodeURIComponent(organization)}`}`,
  image: (organization: string, repository: string) =>
    `/images/${encodeURIComponent(organization)}/${repository.split('/').map(encodeURIComponent).join('/')}`,
  tag: (organization: string, repository: string, tag: string) =>
    `${paths.image(organization, repository)}${tagSeparator}${encodeURIComponent(tag)}`,
  /** Sides as `imageAddressText` writes them; a part that is left out is asked for there. */
  compare: (left: string, right = '') => `/compare?${new URLSearchParams({ left, ...(right && { right }) })}`,
  loginCommands: '/login-commands',
  tasks: '/tasks',
  storage: '/storage',
  network: '/network',
  users: '/users',
  robots: '/robots',
  accounts: '/accounts',
  account: (account: string) => `/accounts/${encodeURIComponent(account)}`,
  audit: '/audit',
  /** @param refusal its id: opens it */
  troubleshooting: (refusal = '') => `/troubleshooting${refusal && `?refusal=${encodeURIComponent(refusal)}`}`,
  profile: '/profile',
} as const;

/** Reads what stands behind `/images/:organization/`; undefined when it names no image. */
export function parseImagePath(splat: string): { repository: string; tag: string | undefined } | undefined {
  const at = splat.indexOf(tagSeparator);
  const repository = (at < 0 ? splat : splat.slice(0, at)).replace(/\/+$/, '');
  const tag = at < 0 ? undefined : splat.slice(at + tagSeparator.length);
  if (repository === '' || tag === '') return undefined;
  return { repository, tag };
}
