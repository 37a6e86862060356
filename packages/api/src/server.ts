import { z } from 'zod';
import { endpoint } from './endpoint.ts';

export const serverEndpoints = {
  getServer: endpoint({
    result: z.object({
      version: z.string(),
      /** `127.0.0.1:8080`: what stands before the image's name, by the address that the browser came by. */
      registryHost: z.string(),
      /** Whether that address is plain HTTP: some clients then need a flag. */
      insecure: z.boolean(),
      temporaryLoginHours: z.number(),
    }),
  }),
};
