import type { DefaultNetworkRule, NetworkRule, NetworkRuleInput } from '@wharf/api';
import { networkLimits } from '@wharf/api';
import { type Database, type NetworkRulesTable, newId } from '@wharf/db';
import type { NetworkPolicy } from '@wharf/policies/network';
import type { Transaction } from 'kysely';
import { ApiError, notFound } from '../../bff/problem.ts';
import type { RequestContext } from '../../bff/request-context.ts';
import type { Services } from '../../bff/services.ts';
import { getSettingsRow, listRuleRows, readPolicy } from '../../network/read-policy.ts';
import { authorizeServer } from '../authorize-server.ts';
import { recordEvent } from '../record-event.ts';
import { presentDefaultRule, presentRule } from './present.ts';
import { beginChange, findRule } from './queries.ts';
import { readDefaultRule, readRule } from './read-input.ts';
import { type Caller, decideConsole } from './service.ts';

/** @throws ApiError `forbidden`, `invalid-input`, `name-taken`, `quota-used-up` */
export async function createRule(services: Services, caller: Caller, input: NetworkRuleInput): Promise<NetworkRule> {
  const rule = readRule(input);
  // Nothing to confirm: a rule more only ever opens the console to somebody.
  return await change(services, caller, true, async (trx, at) => {
    const others = await listRuleRows(trx);
    if (others.length >= networkLimits.rules) throw tooMany(others.length);
    refuseTaken(others, rule);
    const row = { id: newId(), ...columnsOf(rule), created_at: at.getTime(), created_by: caller.actor.name };
    await trx.insertInto('network_rules').values(row).execute();
    await record(trx, caller, at, 'NetworkRuleCreated', { networkRule: rule.name, rule });
    return presentRule(row);
  });
}

/** @throws ApiError `forbidden`, `not-found`, `invalid-input`, `name-taken`, `would-lock-out` */
export async function updateRule(
  services: Services,
  caller: Caller,
  id: string,
  { confirm, ...input }: NetworkRuleInput & { confirm: boolean },
): Promise<NetworkRule> {
  const rule = readRule(input);
  return await change(services, caller, confirm, async (trx, at) => {
    const before = await findRule(trx, id);
    if (!before) throw notFound('this network rule');
    refuseTaken(
      (await listRuleRows(trx)).filter((other) => other.id !== id),
      rule,
    );
    const columns = columnsOf(rule);
    await trx.updateTable('network_rules').set(columns).where('id', '=', id).execute();
    const previous = inputOf(before);
    await record(trx, caller, at, 'NetworkRuleUpdated', { networkRule: rule.name, rule, previous });
    return presentRule({ ...before, ...columns });
  });
}

/** @throws ApiError `forbidden`, `not-found`, `would-lock-out` */
export async function removeRule(services: Services, caller: Caller, id: string, confirm: boolean): Promise<void> {
  await change(services, caller, confirm, async (trx, at) => {
    const before = await findRule(trx, id);
    if (!before) throw notFound('this network rule');
    await trx.deleteFrom('network_rules').where('id', '=', id).execute();
    await record(trx, caller, at, 'NetworkRuleRemoved', { networkRule: before.name, previous: inputOf(before) });
  });
}

/** @throws ApiError `forbidden`, `invalid-input`, `would-lock-out` */
export async function updateDefaultRule(
  services: Services,
  caller: Caller,
  { confirm, ...input }: DefaultNetworkRule & { confirm: boolean },
): Promise<DefaultNetworkRule> {
  const rule = readDefaultRule(input);
  return await change(services, caller, confirm, async (trx, at) => {
    const previous = presentDefaultRule(await getSettingsRow(trx));
    await trx
      .updateTable('network_settings')
      .set({
        public_access: rule.publicAccess,
        allow_list: JSON.stringify(rule.allowList),
        host: rule.host,
        actions: rule.actions,
        blob_reads: rule.blobReads,
      })
      .where('id', '=', 1)
      .execute();
    await record(trx, caller, at, 'DefaultNetworkRuleUpdated', { rule, previous });
    return rule;
  });
}

/** Does `work`, unless it keeps the caller out who has not confirmed that; this process then knows the new rules at once. */
async function change<T>(
  services: Services,
  caller: Caller,
  confirmed: boolean,
  work: (trx: Transaction<Database>, at: Date) => Promise<T>,
): Promise<T> {
  authorizeServer(caller.actor, 'network access');
  const { database, networks, log, now } = services;
  const result = await database.db.transaction().execute(async (trx) => {
    await beginChange(trx);
    const done = await work(trx, now());
    if (!confirmed) refuseLockOut((await readPolicy(trx)).policy, caller.request);
    return done;
  });
  await networks.refresh().catch((error: unknown) => log.error({ err: error }, 'the network rules could not be read'));
  return result;
}

function refuseLockOut(policy: NetworkPolicy, request: RequestContext): void {
  const decision = decideConsole(policy, request);
  if (decision.allowed) return;
  const { address } = request;
  const message = `after this change you could not come back from ${address}: add a rule for your own network first, or confirm it`;
  throw new ApiError('would-lock-out', message, { detail: { reason: 'would-lock-out', address } });
}

function refuseTaken(others: NetworkRulesTable[], { name, ranges }: NetworkRuleInput): void {
  if (others.some((other) => other.name === name)) {
    throw new ApiError('name-taken', `another network rule is named ${name}`, {
      detail: { name },
      fields: [{ field: 'body.name', problem: 'name-taken' }],
    });
  }
  // Which of two rules with the same range counts would be a matter of chance.
  const byRange = new Map(others.flatMap((other) => inputOf(other).ranges.map((range) => [range, other.name])));
  const taken = ranges.flatMap((range) => byRange.get(range) ?? []);
  if (taken.length === 0) return;
  const fields = ranges.flatMap((range, index) =>
    byRange.has(range) ? [{ field: `body.ranges.${index}`, problem: 'range-taken' }] : [],
  );
  const message = `the rule ${taken[0]} has the same range: a range belongs to one rule`;
  throw new ApiError('invalid-input', message, { fields, detail: { reason: 'range-taken', rule: taken[0] } });
}

function tooMany(used: number): ApiError {
  const limit = networkLimits.rules;
  const detail = { reason: 'network-rules', used, limit } as const;
  return new ApiError('quota-used-up', `there are ${used} network rules; at most ${limit} are allowed`, { detail });
}

function columnsOf(rule: NetworkRuleInput) {
  return {
    name: rule.name,
    description: rule.description,
    ranges: JSON.stringify(rule.ranges),
    host: rule.host,
    enabled: rule.enabled ? 1 : 0,
    actions: rule.actions,
    blob_reads: rule.blobReads,
  };
}

function inputOf(row: NetworkRulesTable): NetworkRuleInput {
  const { id: _id, createdAt: _at, createdBy: _by, ...input } = presentRule(row);
  return input;
}

async function record(
  trx: Transaction<Database>,
  { actor }: Caller,
  at: Date,
  type: Parameters<typeof recordEvent>[1]['type'],
  payload: Record<string, unknown>,
): Promise<void> {
  // Of no account: the rules are the server's, and the administrators of the author's own account need not see its networks.
  await recordEvent(trx, { type, accountId: '', payload, author: actor, at });
}
