import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { time } from './page.ts';

const certificate = z.object({
  /** Host names and addresses that it is for. */
  names: z.array(z.string()),
  expiresAt: time,
  /** SHA-256, `AB:CD:...`. */
  fingerprint: z.string(),
  /** Nobody but itself vouches for it: it can be fetched at `certificatePath`, and clients have to be told to trust it. */
  selfSigned: z.boolean(),
});
export type Certificate = z.output<typeof certificate>;

export const serverEndpoints = {
  getServer: endpoint({
    result: z.object({
      version: z.string(),
      /** `127.0.0.1:8080`: what stands before the image's name, by the address that the browser came by. */
      registryHost: z.string(),
      /** Whether that address is plain HTTP: some clients then need a flag. */
      insecure: z.boolean(),
      /** That a temporary login works, unless others are chosen. */
      temporaryLoginHours: z.number(),
      /** That it may be made to work at most. */
      temporaryLoginMaxHours: z.number(),
      /** The server's own, when the caller came to it by https without a proxy between. */
      certificate: certificate.nullable(),
    }),
  }),
};
