import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { time } from './page.ts';

/** How much of each there may be. */
export const networkLimits = { rules: 100, ranges: 100, allowList: 500 } as const;

/** What clients of a network may do with images. */
const actions = z.enum(['push', 'push-pull']);
/** Whether a client may be sent to the object storage for a blob, or gets its bytes from Wharf. */
const blobReads = z.enum(['redirect', 'through']);
/** An address or a CIDR range; the server reads it, and refuses it with a word for the console. */
const range = z.string().trim().min(1).max(64);
const description = z.string().trim().max(1000);
/** `registry.lan:5000`, `10.0.0.1` or `[fd00::1]:5000`. */
const host = z
  .string()
  .max(255)
  .regex(/^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/, 'network-host');

const ruleInput = z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .max(64)
    .regex(/^[^\p{Cc}"]*$/u, 'network-rule-name'),
  description,
  ranges: z.array(range).min(1, 'ranges-empty').max(networkLimits.ranges),
  host: host.nullable(),
  enabled: z.boolean(),
  actions,
  blobReads,
});
export type NetworkRuleInput = z.output<typeof ruleInput>;

export const networkRule = ruleInput.extend({ id: z.string(), createdAt: time, createdBy: z.string() });
export type NetworkRule = z.output<typeof networkRule>;

/** The rule for whoever comes from nowhere that a rule names. */
export const defaultNetworkRule = z.object({
  /** Nobody, who is on the allow list, or everybody. */
  publicAccess: z.enum(['off', 'listed', 'everyone']),
  allowList: z.array(z.object({ range, description: z.string().trim().max(200) })).max(networkLimits.allowList),
  host: host.nullable(),
  actions,
  blobReads,
});
export type DefaultNetworkRule = z.output<typeof defaultNetworkRule>;

/** By which rule the caller came in. `machine`: he sits at the server, whose console no rule closes to him. */
export const networkDoor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rule'), id: z.string(), name: z.string(), range: z.string() }),
  z.object({ kind: z.literal('public'), range: z.string().nullable() }),
  z.object({ kind: z.literal('machine') }),
]);
export type NetworkDoor = z.output<typeof networkDoor>;

const ruleParams = z.object({ rule: z.string().max(64) });
/** A change that would keep the caller himself out is refused (`would-lock-out`) unless he says so. */
const confirm = z.boolean().default(false);

/** All but the first are for system administrators. */
export const networkEndpoints = {
  listNetworkHosts: endpoint({
    result: z.object({
      /** The one by which the caller came first, then those that rules name. `rule`: null for that of the default rule. */
      items: z.array(z.object({ host: z.string(), current: z.boolean(), rule: z.string().nullable() })),
    }),
  }),
  getNetwork: endpoint({
    result: z.object({
      rules: z.array(networkRule),
      defaultRule: defaultNetworkRule,
      you: z.object({ address: z.string(), door: networkDoor }),
    }),
  }),
  updateDefaultNetworkRule: endpoint({ body: defaultNetworkRule.extend({ confirm }), result: defaultNetworkRule }),
  createNetworkRule: endpoint({ body: ruleInput, result: networkRule, status: 201 }),
  updateNetworkRule: endpoint({ params: ruleParams, body: ruleInput.extend({ confirm }), result: networkRule }),
  removeNetworkRule: endpoint({
    params: ruleParams,
    query: z.object({ confirm: z.enum(['true', 'false']).default('false') }),
  }),
};
