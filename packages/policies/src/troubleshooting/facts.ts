/** What an error text names. */
export interface TroubleFacts {
  /** `R-7Q2M-9XKD-4HTB`: Wharf's own word of the refusal. */
  refusal?: string;
  /** `registry.example:5000` */
  host?: string;
  /** `acme/web`, without host and tag. */
  repository?: string;
  /** Tag or digest. */
  reference?: string;
  /** The HTTP status. */
  status?: number;
  /** `linux/arm64` */
  platform?: string;
  /** Names that a certificate is for. */
  names?: string;
}

const refusalPattern = /\bR-[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}\b/i;
const hostText = String.raw`(?:[a-z0-9](?:[a-z0-9-]{0,62}\.)*[a-z0-9-]{1,63}|\[[0-9a-f:]+\])(?::\d{1,5})?`;
const urlPattern = new RegExp(
  String.raw`\bhttps?://(${hostText})(/v2/([^\s"'?:]{0,300}?)/(?:manifests|blobs|tags|referrers)/([^\s"'?]{1,300}))?`,
  'i',
);
// A host in an image name has a dot or a port, or is localhost: "Reference grammar" of distribution.
const imageText = String.raw`((?:[a-z0-9-]+\.)+[a-z0-9-]+(?::\d{1,5})?|[a-z0-9-]+:\d{1,5}(?=/)|localhost(?=/)|\[[0-9a-f:]+\](?::\d{1,5})?)/([a-z0-9][a-z0-9._/-]{0,254})(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(sha(?:256|512):[0-9a-f]{64,128}))?`;
const imagePattern = new RegExp(String.raw`(?<![\w./:-])(?:docker://)?${imageText}`);
const dialPattern = new RegExp(`(?:dial tcp:? (?:lookup )?|resolve host:? )(${hostText})`, 'i');

/** Pulls out of a client's error text what it names. Bounded: the patterns look at each place once. */
export function factsIn(text: string): TroubleFacts {
  const facts: TroubleFacts = {};
  const refusal = refusalPattern.exec(text)?.[0];
  if (refusal) facts.refusal = refusal.toUpperCase();
  const withoutUrls = text.replace(/\bhttps?:\/\/\S+/gi, ' ');
  const image = imagePattern.exec(withoutUrls);
  if (image) assign(facts, image[1], image[2], image[4] ?? image[3]);
  const url = urlPattern.exec(text);
  if (url) assign(facts, url[1], url[3], url[4]);
  const dialled = facts.host === undefined ? dialPattern.exec(text)?.[1] : undefined;
  if (dialled) facts.host = dialled;
  const named =
    /\b(?:image|pull from|push to|delete in) ([a-z0-9]+(?:[._/-]+[a-z0-9]+)*\/[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)/.exec(
      text,
    );
  if (facts.repository === undefined && named?.[1]) facts.repository = named[1];
  const status =
    /\b(?:status(?: code)?:?|HTTP|response:?|error:?) (?:code )?([45]\d\d)\b|\b(4(?:0[0-9]|13|16|29)|50[0-9])\b (?:[A-Z][a-z]+|\()/.exec(
      text,
    );
  if (status) facts.status = Number(status[1] ?? status[2]);
  const platform = /\b((?:linux|windows)\/(?:amd64|arm64|arm|386|ppc64le|s390x|riscv64)(?:\/v\d)?)\b/.exec(text)?.[1];
  if (platform) facts.platform = platform;
  const names = /certificate is valid for (.{1,300}?),? not /.exec(text)?.[1];
  if (names) facts.names = names;
  return facts;
}

// Commands to copy are made of both, and the text may be of whoever wants somebody to run more than that.
const repositoryText = /^\w[\w./-]*$/;
const referenceText = /^\w[\w.:-]*$/;

function assign(facts: TroubleFacts, host?: string, repository?: string, reference?: string): void {
  const name = repository?.replace(/[./-]+$/, '') ?? '';
  const word = reference?.replace(/[.,;:]+$/, '') ?? '';
  if (host && facts.host === undefined) facts.host = host;
  if (repositoryText.test(name) && facts.repository === undefined) facts.repository = name;
  if (referenceText.test(word) && facts.reference === undefined) facts.reference = word;
}
