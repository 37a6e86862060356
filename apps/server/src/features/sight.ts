import type { Database } from '@wharf/db';
import { type Actor, type Level, levels, type Sight, sightOf } from '@wharf/policies/access';
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';

type Id<T extends keyof Database> = (eb: ExpressionBuilder<Database, T>) => Expression<string>;
type Condition<T extends keyof Database> = (eb: ExpressionBuilder<Database, T>) => Expression<SqlBool>;

const everything = sql<SqlBool>`1 = 1`;
const nothing = sql<SqlBool>`1 = 0`;
const openOrganizations = sql`select open.id from organizations as open where open.visibility = 'public'`;

/** Whether the organization with the id `id` shows in the actor's lists, be it for one image only: as `seesOrganization`. */
export function organizationInSight<T extends keyof Database>(actor: Actor, id: Id<T>): Condition<T> {
  const sight = sightOf(actor);
  return (eb) =>
    within(sight, (parts) => sql<SqlBool>`${id(eb)} in (${parts} union all ${openOrganizations})`, organizationsOf);
}

/** Whether the actor holds a level on the whole of the organization with the id `id`: as `levelOn`. */
export function organizationHeld<T extends keyof Database>(actor: Actor, id: Id<T>): Condition<T> {
  const sight = sightOf(actor);
  const whole = (held: Exclude<Sight, { kind: 'all' | 'nothing' }>) =>
    held.kind === 'account' ? organizationsOf(held) : sql`${organizationsOf(held)} and held.pattern = ''`;
  return (eb) => within(sight, (parts) => sql<SqlBool>`${id(eb)} in (${parts})`, whole);
}

/** Whether the actor manages the whole of the organization with the id `id`: as `levelOn` says manage. */
export function organizationManaged<T extends keyof Database>(actor: Actor, id: Id<T>): Condition<T> {
  const sight = sightOf(actor);
  const managed = (held: Exclude<Sight, { kind: 'all' | 'nothing' }>) =>
    held.kind === 'account'
      ? organizationsOf(held)
      : sql`${organizationsOf(held)} and held.pattern = '' and held.level = 'manage'`;
  return (eb) => within(sight, (parts) => sql<SqlBool>`${id(eb)} in (${parts})`, managed);
}

/**
 * Whether the row of `repositories` shows in the actor's lists: by a level, or because its organization is public. What is
 * public itself, or shared with his account, he may read all the same; it lies in others' lists.
 */
export function repositoryInSight<T extends keyof Database = 'repositories'>(actor: Actor): Condition<T> {
  const sight = sightOf(actor);
  const organization = sql.ref('repositories.organization_id');
  return () =>
    within(
      sight,
      (parts) => {
        const near = sql<SqlBool>`${organization} in (${parts} union all ${openOrganizations})`;
        if (sight.kind !== 'granted') return near;
        // The first part leads to the few organizations; only there is each image looked at.
        return sql<SqlBool>`(${near} and (${organization} in (${openOrganizations}) or ${coveredBy(sight)}))`;
      },
      organizationsOf,
    );
}

/** Whether the actor holds a level on the row of `repositories`: what others do not learn of it is for him, its resource tags. */
export function repositoryHeld<T extends keyof Database = 'repositories'>(actor: Actor): Condition<T> {
  const sight = sightOf(actor);
  const organization = sql.ref('repositories.organization_id');
  return () =>
    within(
      sight,
      (parts) => {
        const own = sql<SqlBool>`${organization} in (${parts})`;
        return sight.kind === 'granted' ? sql<SqlBool>`(${own} and ${coveredBy(sight)})` : own;
      },
      organizationsOf,
    );
}

function coveredBy(sight: Extract<Sight, { kind: 'granted' }>) {
  return sql<SqlBool>`exists (
    select 1 from grants as covering
    where covering.${holderOf(sight)} = ${sight.holder.id} and covering.organization_id = repositories.organization_id
      and covering.first_name <= repositories.name and covering.last_name >= repositories.name)`;
}

/** The same or shared with the actor's account now: what a search finds. */
export function repositoryFindable<T extends keyof Database = 'repositories'>(actor: Actor, at: Date): Condition<T> {
  const seen = repositoryInSight<T>(actor);
  return (eb) => sql<SqlBool>`(${seen(eb)} or ${repositoryReceived(actor, at)})`;
}

/** Whether the row of `repositories` can be pulled from by the actor, for lists of what can be. */
export function repositoryPullable<T extends keyof Database = 'repositories'>(actor: Actor, at: Date): Condition<T> {
  const found = repositoryFindable<T>(actor, at);
  return (eb) => sql<SqlBool>`(repositories.visibility = 'public' or ${found(eb)})`;
}

function repositoryReceived(actor: Actor, at: Date) {
  const account = actor.kind === 'anonymous' ? '' : actor.accountId;
  return sql<SqlBool>`exists (
    select 1 from shares as received
    where received.repository_id = repositories.id and received.account_id = ${account}
      and (received.expires_at is null or received.expires_at > ${at.getTime()}))`;
}

/** How many accounts the row of `repositories` is shared with at that time. */
export function shareCount(at: Date) {
  return sql<number>`(select count(*) from shares as given
    where given.repository_id = repositories.id and (given.expires_at is null or given.expires_at > ${at.getTime()}))`;
}

/** The actor's highest grant that covers the row of `repositories`, as a rank: `levelOfRank` reads it. */
export function coveringRank(actor: Exclude<Actor, { kind: 'anonymous' }>) {
  return sql<number | null>`(select max(${rank}) from grants as covering
    where covering.${sql.raw(`${actor.kind}_id`)} = ${actor.id}
      and covering.organization_id = repositories.organization_id
      and covering.first_name <= repositories.name and covering.last_name >= repositories.name)`;
}

const rank = sql`case covering.level when 'manage' then 2 when 'edit' then 1 else 0 end`;

export function levelOfRank(place: number | null): Level | undefined {
  return place === null ? undefined : levels[place];
}

function within(
  sight: Sight,
  condition: (organizations: Expression<unknown>) => Expression<SqlBool>,
  organizations: (held: Exclude<Sight, { kind: 'all' | 'nothing' }>) => Expression<unknown>,
): Expression<SqlBool> {
  if (sight.kind === 'all') return everything;
  return sight.kind === 'nothing' ? nothing : condition(organizations(sight));
}

function organizationsOf(sight: Exclude<Sight, { kind: 'all' | 'nothing' }>) {
  const own = sql`own.account_id = ${sight.accountId}`;
  if (sight.kind === 'account') return sql`select own.id from organizations as own where ${own}`;
  return sql`select own.id from grants as held inner join organizations as own on own.id = held.organization_id
    where held.${holderOf(sight)} = ${sight.holder.id} and ${own}`;
}

function holderOf({ holder }: Extract<Sight, { kind: 'granted' }>) {
  return sql.raw(`${holder.kind}_id`);
}
