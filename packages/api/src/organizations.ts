import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { level, organizationName, organizationParams, visibility } from './names.ts';
import { bytes, page, pageQuery, time } from './page.ts';
import { resourceTagFilter, resourceTagList } from './resource-tags.ts';

export const organization = z.object({
  id: z.string(),
  name: z.string(),
  /** What the caller may do on the whole of it; null when he sees it for some of its images, or because it is public. */
  level: level.nullable(),
  /** Public: whoever is signed in may pull its images. */
  visibility,
  /** Of the images that the caller sees, as are the bytes. */
  imageCount: z.number().int(),
  bytes,
  createdAt: time,
  /** Null for who sees it only because it is public. */
  createdBy: z.string().nullable(),
  /** None for whose `level` is null. */
  resourceTags: resourceTagList,
});
export type Organization = z.output<typeof organization>;

export const organizationEndpoints = {
  listOrganizations: endpoint({
    query: pageQuery(['name', '-name', 'createdAt', '-createdAt']).extend({ resourceTag: resourceTagFilter }),
    result: page(organization).extend({
      /** Of the caller's account. */
      quota: z.object({ used: z.number().int(), /** Null: no limit. */ limit: z.number().int().nullable() }),
    }),
  }),
  /** Whoever creates an organization manages it. 409 when the name is taken by anybody; 403 when the quota is used up. */
  createOrganization: endpoint({
    body: z.object({ name: organizationName, visibility: visibility.default('private') }),
    result: organization,
    status: 201,
  }),
  getOrganization: endpoint({ params: organizationParams, result: organization }),
  /** Needs manage. */
  updateOrganization: endpoint({
    params: organizationParams,
    body: z.object({ visibility }),
    result: organization,
  }),
  /** Only when it holds no image: 409. */
  removeOrganization: endpoint({ params: organizationParams }),
};
