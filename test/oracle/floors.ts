import type { Calendar } from '../../src/lib/calendar.ts';
import type { Day } from '../../src/lib/day.ts';
import type { ProjectFacts } from './facts.ts';
import type { ServedNotice } from './facts-reports.ts';
import type { Finding, Level } from './finding.ts';

const REPLY_DAYS = { yellow: 5, orange: 5, red: 2 } as const;
const WINTER_FROM = '11-15';
/** 除夕 of the years a story may reach. */
const LUNAR_EVES: Record<string, Day> = {
  '2025': '2025-01-28',
  '2026': '2026-02-16',
  '2027': '2027-02-05',
};

/** A served paper past its term without a reply that stands. */
export function isUnanswered(notice: ServedNotice, day: Day, calendar: Calendar): boolean {
  const { level, servedOn, repliedOn, withdrawn } = notice;
  if (withdrawn || day <= calendar.wd(servedOn, REPLY_DAYS[level])) return false;
  return repliedOn === null || repliedOn > day;
}

/** What the night makes of the levels that were found: an unanswered paper's plus one, and in the winter campaign one more. */
export function raise(
  alerts: readonly Finding[],
  projects: ReadonlyMap<string, ProjectFacts>,
  { day, calendar, campaign }: { day: Day; calendar: Calendar; campaign: boolean },
): Finding[] {
  const winter = campaign && isWinter(day);
  const floors = new Map<string, Level>();
  for (const [projectCode, { reports }] of projects) {
    for (const notice of reports.notices) {
      if (!isUnanswered(notice, day, calendar)) continue;
      for (const { rule, subject, period } of notice.about) {
        const key = [rule, projectCode, subject, period].join(' ');
        floors.set(key, higher(floors.get(key) ?? 'yellow', above(notice.level)));
      }
    }
  }
  return alerts.map((one) => {
    if (one.rule.startsWith('M')) return one;
    const key = [one.rule, one.projectCode, one.subject, one.period].join(' ');
    const named = higher(one.level, floors.get(key) ?? 'yellow');
    return { ...one, level: winter ? higher(named, above(one.level)) : named };
  });
}

const above = (level: Level): Level => (level === 'yellow' ? 'orange' : 'red');

function higher(a: Level, b: Level): Level {
  const order: Level[] = ['yellow', 'orange', 'red'];
  return order.indexOf(a) > order.indexOf(b) ? a : b;
}

function isWinter(day: Day): boolean {
  const year = day.slice(0, 4);
  const eve = LUNAR_EVES[year];
  if (eve === undefined) throw new RangeError(`no lunar new year of ${year}`);
  return day.slice(5) >= WINTER_FROM || day <= eve;
}
