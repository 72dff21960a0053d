import { describe, expect, test } from 'vitest';
import { makeCity } from '../../src/demo/city.ts';
import { compare } from '../../src/demo/report.ts';
import type { City, StoryStep } from '../../src/demo/story.ts';
import type { Action } from '../../src/demo/story-actions.ts';
import { buildCalendar } from '../../src/lib/calendar.ts';
import { addDays, dayOf } from '../../src/lib/day.ts';
import { officialYears } from '../../src/lib/holidays.ts';
import { readBankCard, readIdNumber, readUscc } from '../../src/lib/identity.ts';

const DEFAULT = { seed: 1, projects: 40, workers: 2000, months: 6, to: '2026-10-31' };
const SMALL = { seed: 5, projects: 8, workers: 120, months: 3, to: '2026-10-31' };
const city = makeCity(DEFAULT);

type Of<Type extends Action['type']> = Extract<Action, { type: Type }>;

function steps<Type extends Action['type']>(of: City, type: Type) {
  return of.steps.filter(
    (step): step is StoryStep & { action: Of<Type> } => step.action.type === type,
  );
}

describe('a city', () => {
  test('is the same for the same options and another for another seed', () => {
    const again = JSON.stringify(makeCity(SMALL));
    expect(JSON.stringify(makeCity(SMALL))).toBe(again);
    expect(JSON.stringify(makeCity({ ...SMALL, seed: 6 }))).not.toBe(again);
  });

  test('has the projects and workers asked for', () => {
    expect(city.projects).toHaveLength(40);
    expect(city.projects.reduce((sum, { workers }) => sum + workers, 0)).toBe(2000);
    const engaged = steps(city, 'engagements').flatMap(({ action }) => action.engagements);
    expect(engaged).toHaveLength(2000);
    expect(new Set(engaged.map(({ idNumber }) => idNumber)).size).toBe(2000);
  });

  test('uses numbers that are valid in form', () => {
    for (const { idNumber, cardNo } of steps(city, 'engagements').flatMap(
      ({ action }) => action.engagements,
    )) {
      expect(readIdNumber(idNumber).ok).toBe(true);
      expect(readBankCard(cardNo ?? '')).toMatchObject({ ok: true, luhn: true });
    }
    for (const { uscc } of [city.authority, ...city.companies]) {
      expect(readUscc(uscc).ok).toBe(true);
    }
    expect(new Set(city.companies.map(({ uscc }) => uscc)).size).toBe(city.companies.length);
  });

  test('refuses fewer workers than projects', () => {
    expect(() => makeCity({ ...SMALL, workers: 7 })).toThrow(RangeError);
  });
});

describe('the steps of a story', () => {
  test('are sorted by time and lie between the first and the last day', () => {
    const times = city.steps.map(({ at }) => at);
    expect(times).toEqual(times.toSorted());
    expect(times[0]?.slice(0, 10)).toBe(city.fromDay);
    expect((times.at(-1) ?? '') <= `${city.toDay}T23:59:59+08:00`).toBe(true);
  });

  test('tell nothing before it has happened', () => {
    for (const { at, action } of city.steps) {
      if (action.type === 'entries' || action.type === 'camt054') {
        for (const { bookedAt } of action.entries) expect(bookedAt <= at).toBe(true);
      }
      if (action.type === 'payout-results') {
        for (const result of action.results) expect(result.at <= at).toBe(true);
      }
      if (action.type === 'settlement-step') expect(action.body.on <= at.slice(0, 10)).toBe(true);
      if (action.type === 'attendance') {
        for (const { days } of action.shifts) {
          for (const day of days) expect(day <= at.slice(0, 10)).toBe(true);
        }
      }
    }
  });

  test('use a ref only after it was made', () => {
    const made = new Set<string>();
    const used = (ref: string | undefined) => {
      if (ref !== undefined) expect(made.has(ref)).toBe(true);
    };
    for (const { action } of city.steps) {
      if (action.type === 'payroll') {
        for (const { replacesLineRef } of action.body.lines) used(replacesLineRef);
        made.add(action.batchRef);
        for (const at of action.body.lines.keys()) made.add(`${action.batchRef}#${at + 1}`);
      } else if ('batchRef' in action) used(action.batchRef);
      if (action.type === 'settlement') made.add(action.settlementRef);
      if (action.type === 'settlement-step') used(action.settlementRef);
      if (action.type === 'payout-results') for (const { lineRef } of action.results) used(lineRef);
      if (action.type === 'entries' || action.type === 'camt054') {
        for (const { batchRef, lineRef } of action.entries) {
          used(batchRef);
          used(lineRef);
        }
      }
    }
    expect(made.size).toBeGreaterThan(9000);
  });

  test('have payroll lines that add up, and approvals that name the sum', () => {
    const totals = new Map<string, number>();
    for (const { action } of steps(city, 'payroll')) {
      let totalFen = 0;
      for (const { grossFen, deductions, netFen } of action.body.lines) {
        const deductedFen = deductions.reduce((sum, { amountFen }) => sum + amountFen, 0);
        expect(grossFen - deductedFen).toBe(netFen);
        expect(Number.isSafeInteger(netFen) && netFen > 0).toBe(true);
        totalFen += netFen;
      }
      const people = new Set(action.body.lines.map(({ idNumber }) => idNumber));
      expect(people.size).toBe(action.body.lines.length);
      totals.set(action.batchRef, totalFen);
    }
    for (const { action } of steps(city, 'approval')) {
      expect(action.totalNetFen).toBe(totals.get(action.batchRef));
    }
  });

  test('book entries that make up the balances, none of them below zero', () => {
    const balances = new Map<string, number>();
    const entries = city.steps.flatMap(({ action }) =>
      action.type === 'entries' || action.type === 'camt054' ? action.entries : [],
    );
    for (const entry of entries) {
      const { accountNo, direction, amountFen } = entry;
      const balanceFen =
        (balances.get(accountNo) ?? 0) + (direction === 'credit' ? amountFen : -amountFen);
      expect(entry.balanceAfterFen).toBe(balanceFen);
      expect(balanceFen).toBeGreaterThanOrEqual(0);
      balances.set(accountNo, balanceFen);
    }
    const ids = entries.map(({ accountNo, entryId }) => `${accountNo} ${entryId}`);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('keep every account but the silent ones told through the working day before', () => {
    const calendar = buildCalendar({ years: officialYears, from: '2026-01-01', to: '2027-01-31' });
    const silent = new Set(
      city.plants.filter(({ rule }) => rule === 'M02').map(({ subject }) => subject),
    );
    for (const { action: account } of steps(city, 'account')) {
      if (silent.has(account.accountRef)) continue;
      const { accountNo, openedOn } = account.body;
      const through = steps(city, 'feed-complete').flatMap(({ at, action }) =>
        action.feeds.some((feed) => feed.accountNo === accountNo) ? [at.slice(0, 10)] : [],
      );
      for (let day = openedOn; day < city.toDay; day = addDays(day, 1)) {
        if (calendar.isWorking(day)) expect(through).toContain(addDays(day, 1));
      }
    }
  });
});

describe('plants', () => {
  test('are at least one for every rule of which a story tells, M03 apart', () => {
    const rules = new Set(city.plants.map(({ rule }) => rule));
    const all =
      'W01 W02 W03 W05 W07 W08 W13 W14 F01 F02 F04 F06 F07 F08 A01 A04 D01 D02 R04 S01 S02 S03 S04 S05 S06 S07 S10 S11 M02'.split(
        ' ',
      );
    expect([...rules].sort()).toEqual(all.sort());
  });

  test('leave projects without fault', () => {
    // What stands in a contract is no fault of anybody's doing.
    const done = city.plants.filter(({ rule }) => rule !== 'S04');
    const faulty = new Set(done.map(({ projectCode }) => projectCode));
    expect(faulty.size).toBeLessThanOrEqual(34);
    expect(faulty.size).toBeGreaterThanOrEqual(20);
  });

  test('name subjects that are in the story, and days in it', () => {
    const usccs = new Set(city.companies.map(({ uscc }) => uscc));
    const refs = new Set([
      ...city.projects.map(({ accountRef }) => accountRef),
      ...steps(city, 'settlement').map(({ action }) => action.settlementRef),
      ...steps(city, 'entries').flatMap(({ action }) =>
        action.entries.map(({ entryId }) => entryId),
      ),
    ]);
    for (const { subject, fromDay, also } of city.plants) {
      expect(usccs.has(subject) || refs.has(subject)).toBe(true);
      expect(fromDay >= city.fromDay && fromDay <= city.toDay).toBe(true);
      for (const one of also) expect(one.fromDay <= city.toDay).toBe(true);
    }
  });

  test('say a late wage where the money came after the due day, and nowhere else', () => {
    const calendar = buildCalendar({ years: officialYears, from: '2026-01-01', to: '2027-01-31' });
    // What a silent bank did not tell looks unpaid; that is another test's matter.
    const silent = city.plants.filter(({ rule }) => rule === 'M02');
    const told = (line: string) => !silent.some(({ projectCode }) => line.startsWith(projectCode));
    expect(lateMonths(city, calendar).filter(told)).toEqual(plannedLate(city).filter(told));
    expect(plannedLate(city).filter(told).length).toBeGreaterThan(5);
  });

  test('of a city that reaches an unpublished year name the calendar', () => {
    const winter = makeCity({ ...SMALL, to: '2026-12-31' });
    expect(winter.plants.filter(({ rule }) => rule === 'M03')).toHaveLength(8);
    expect(city.plants.some(({ rule }) => rule === 'M03')).toBe(false);
  });

  test.each([1, 2, 3])('of a small city of seed %d cover the four families', (seed) => {
    const small = makeCity({ ...SMALL, seed });
    const families = new Set(small.plants.map(({ rule }) => rule.charAt(0)));
    expect([...families].sort().join('')).toMatch(/A?D?FM?R?SW/);
    expect(small.plants.length).toBeGreaterThanOrEqual(8);
  });
});

describe('the report', () => {
  const alert = (
    expected: { rule: string; subject: string; period: string },
    projectCode: string,
  ) => ({
    ...{ rule: expected.rule, subject: expected.subject, period: expected.period },
    projectCode,
    level: 'orange',
    status: 'open',
  });
  const all = city.plants.flatMap((plant) =>
    [plant, ...plant.also].map((one) => alert(one, plant.projectCode)),
  );

  test('has nothing missed and nothing unplanned when all is found, once or again', () => {
    expect(compare(city, [...all, ...all])).toMatchObject({ missed: 0, unplanned: 0 });
  });

  test('counts what is not found and what nobody planted', () => {
    const [first, ...rest] = all;
    const odd = { ...first, period: '2019-01' } as (typeof all)[number];
    expect(compare(city, [...rest, odd])).toMatchObject({ missed: 1, unplanned: 1 });
  });

  test('takes a sum of faults for their consequence, and one that nothing explains for unplanned', () => {
    const wages = city.plants.find(({ rule }) => rule === 'W01');
    if (wages === undefined) throw new Error('late wages expected');
    const sum = (subject: string) => alert({ rule: 'W10', subject, period: '-' }, 'P-elsewhere');
    expect(compare(city, [...all, sum(wages.subject)])).toMatchObject({ missed: 0, unplanned: 0 });
    expect(compare(city, [...all, sum('nobody')])).toMatchObject({ missed: 0, unplanned: 1 });
    const idle = (projectCode: string) =>
      alert({ rule: 'A07', subject: 'anybody', period: '-' }, projectCode);
    expect(compare(city, [...all, idle(wages.projectCode)]).unplanned).toBe(0);
    expect(compare(city, [...all, idle('P-elsewhere')]).unplanned).toBe(1);
  });
});

/** Employer, project and month of regular lines not paid by the due day, at first or at all. */
function lateMonths(of: City, calendar: ReturnType<typeof buildCalendar>): string[] {
  const paidOn = new Map<string, string>();
  for (const { action } of of.steps) {
    if (action.type === 'camt054') {
      for (const { direction, details, bookedAt } of action.entries) {
        for (const { lineRef } of details) {
          if (direction === 'debit' && !paidOn.has(lineRef))
            paidOn.set(lineRef, dayOf(new Date(bookedAt)));
        }
      }
    }
    if (action.type === 'payout-results') {
      for (const { lineRef, outcome, at } of action.results) {
        if (outcome === 'accepted') continue;
        // A failed line has its own rule: here it counts as tried in time.
        if (!paidOn.has(lineRef)) paidOn.set(lineRef, at.slice(0, 10));
      }
    }
  }
  const terms = new Map(
    steps(of, 'contract').map(({ action }) => [action.projectCode, action.body]),
  );
  const late = new Set<string>();
  for (const { at, action } of steps(of, 'payroll')) {
    const { wageMonth, employerUscc, kind, lines } = action.body;
    if (action.batchRef.endsWith('mistake') || kind === 'resend' || kind === 'correction') continue;
    if (action.batchRef.endsWith('-extra')) continue;
    const due = dueDay(terms.get(action.projectCode), wageMonth, calendar);
    const firstLateDay = [addDays(due, 1), at.slice(0, 10)].sort().at(-1) ?? '';
    if (firstLateDay > of.toDay) continue;
    for (const place of lines.keys()) {
      const paid = paidOn.get(`${action.batchRef}#${place + 1}`) ?? '9999';
      if (paid > firstLateDay) late.add(`${action.projectCode} ${employerUscc} ${wageMonth}`);
    }
  }
  return [...late].sort();
}

function dueDay(
  terms: { payDay?: number; payMonthOffset?: number } | undefined,
  month: string,
  calendar: ReturnType<typeof buildCalendar>,
): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const { payDay = 31, payMonthOffset = terms?.payDay === undefined ? 1 : 0 } = terms ?? {};
  const inMonth = number + payMonthOffset;
  const last = new Date(Date.UTC(year, inMonth, 0)).getUTCDate();
  const at = new Date(Date.UTC(year, inMonth - 1, Math.min(payDay, last)));
  return calendar.back(dayOf(at));
}

function plannedLate(of: City): string[] {
  const list = of.plants.flatMap((plant) =>
    [plant, ...(plant.rule === 'W03' ? [] : plant.also)]
      .filter(({ rule }) => rule === 'W01')
      .map(({ subject, period }) => `${plant.projectCode} ${subject} ${period}`),
  );
  return [...new Set(list)].sort();
}
