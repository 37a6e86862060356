import type { Result, TrafficDay } from '@wharf/api';
import { sightOf } from '@wharf/policies/access';
import type { UserActor } from '../../auth/user-actor.ts';
import type { Services } from '../../bff/services.ts';
import { createCostlyAnswers } from './costly-answers.ts';
import { countContent, listTraffic, sumBytes } from './queries.ts';

const daysShown = 30;
const dayMs = 24 * 60 * 60 * 1000;

export function createOverview({
  database: { db },
  now,
}: Services): (actor: UserActor) => Promise<Result<'getOverview'>> {
  const bytesOf = createCostlyAnswers<number>();
  return async (actor) => {
    const days = lastDays(now());
    const [counts, bytes, traffic] = await Promise.all([
      countContent(db, actor),
      // It looks at each blob in sight.
      bytesOf(JSON.stringify(sightOf(actor)), () => sumBytes(db, actor)),
      listTraffic(db, actor, days[0] ?? ''),
    ]);
    return { ...counts, bytes, traffic: fillDays(days, traffic) };
  };
}

/** The last 30 days in UTC, oldest first, today last. */
function lastDays(now: Date): string[] {
  return Array.from({ length: daysShown }, (_, index) =>
    new Date(now.getTime() - (daysShown - 1 - index) * dayMs).toISOString().slice(0, 10),
  );
}

function fillDays(days: string[], traffic: TrafficDay[]): TrafficDay[] {
  const byDay = new Map(traffic.map((day) => [day.day, day]));
  return days.map((day) => byDay.get(day) ?? { day, pulls: 0, pulledBytes: 0, pushedBytes: 0 });
}
