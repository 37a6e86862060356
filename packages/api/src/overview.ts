import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { bytes } from './page.ts';

export const trafficDay = z.object({
  /** `2026-11-24`, UTC. */
  day: z.string(),
  pulls: z.number().int(),
  pulledBytes: bytes,
  pushedBytes: bytes,
});
export type TrafficDay = z.output<typeof trafficDay>;

export const overviewEndpoints = {
  /** Over the organizations that the caller sees. */
  getOverview: endpoint({
    result: z.object({
      organizations: z.number().int(),
      images: z.number().int(),
      tags: z.number().int(),
      bytes,
      /** The last 30 days, oldest first, days without traffic included. */
      traffic: z.array(trafficDay),
    }),
  }),
};
