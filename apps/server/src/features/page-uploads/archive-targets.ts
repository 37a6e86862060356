import { type ArchiveImage, readWrittenName } from '@wharf/image-archive';
import {
  nameProblemText,
  parseRepositoryName,
  parseTag,
  type RepositoryName,
  repositoryPathProblem,
  type Tag,
} from '@wharf/oci';
import { ApiError } from '../../bff/problem.ts';

export interface ArchiveTarget {
  image: ArchiveImage;
  name: RepositoryName;
  tag: Tag;
}

/**
 * Where each image of an archive goes: where its names say, below the organization, or where the caller says.
 * @throws ApiError `archive-refused` for an image without a name, `invalid-input` for one that is not allowed
 */
export function archiveTargets(
  images: readonly ArchiveImage[],
  organization: string,
  wanted: { repository?: string | undefined; tag?: string | undefined },
): ArchiveTarget[] {
  if (images.length > 1 && (wanted.repository !== undefined || wanted.tag !== undefined)) {
    const message = `the archive holds ${images.length} images: repository and tag can be chosen for one image only`;
    throw new ApiError('invalid-input', message, {
      fields: [{ field: 'query.repository', problem: 'several-images' }],
    });
  }
  return images.flatMap((image, index) => {
    const names = image.names.length > 0 && wanted.repository === undefined ? image.names : [image.names[0] ?? ''];
    return names.map((written) => {
      const read = readWrittenName(written);
      const path = wanted.repository ?? below(organization, read.path);
      if (path === '') throw nameless(index);
      return { image, ...place(organization, path, wanted.tag ?? read.tag ?? 'latest') };
    });
  });
}

/** An image that was saved from here carries the organization in its name already. */
function below(organization: string, path: string): string {
  return path.startsWith(`${organization}/`) ? path.slice(organization.length + 1) : path;
}

function place(organization: string, path: string, tagText: string): { name: RepositoryName; tag: Tag } {
  const problem = repositoryPathProblem(path);
  const name = parseRepositoryName(`${organization}/${path}`);
  if (problem || !name) {
    const why = problem ? nameProblemText(problem) : 'it is no image name';
    throw new ApiError(
      'invalid-input',
      `the image name ${JSON.stringify(path.slice(0, 200))} is not allowed: ${why}; choose one with ?repository=`,
      {
        detail: { repository: path.slice(0, 200) },
        fields: [{ field: 'query.repository', problem: problem ?? 'character' }],
      },
    );
  }
  const tag = parseTag(tagText);
  if (tag) return { name, tag };
  throw new ApiError(
    'invalid-input',
    `the tag ${JSON.stringify(tagText.slice(0, 200))} is not allowed: 1 to 128 letters, digits, '_', '.' and '-', the first one no '.' or '-'; choose one with ?tag=`,
    { fields: [{ field: 'query.tag', problem: 'tag' }] },
  );
}

function nameless(index: number): ApiError {
  return new ApiError(
    'archive-refused',
    `image ${index + 1} of the archive has no name: choose one with ?repository= and ?tag=`,
    { detail: { reason: 'no-name', image: index + 1 } },
  );
}
