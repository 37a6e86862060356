/** OCI image spec, "Image Index", platform object. */
export interface Platform {
  os: string;
  architecture: string;
  variant?: string;
  'os.version'?: string;
}

/** `linux/arm64/v8`: the form that clients take in `--platform`. */
export function platformText(platform: Platform): string {
  const { os, architecture, variant } = platform;
  return variant ? `${os}/${architecture}/${variant}` : `${os}/${architecture}`;
}

/** Real names have a dozen characters; a list that shows many platforms must not become as large as their pusher likes. */
const partLength = 64;

/** The platform, or undefined when a part of it is too long to be the name of anything. */
export function plausiblePlatform(platform: Platform): Platform | undefined {
  return Object.values(platform).every((part) => part.length <= partLength) ? platform : undefined;
}
