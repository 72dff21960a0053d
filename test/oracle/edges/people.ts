import { addDays, addMonths, daysOf, firstOf, lastOf } from '../../../src/lib/day.ts';
import { Crew } from './crew.ts';
import { FIRST_MINOR, minorBorn } from './minor.ts';
import { Site } from './site.ts';
import type { Person, Year } from './year.ts';

/** R01 to R08: each on both sides of its levels. */
export function plantPeople(year: Year): void {
  strangers(year);
  unsigned(year);
  odd(year);
  officers(year);
  boards(year);
  interrupted(year);
  posts(year);
  complaints(year);
}

const crewOf = (one: Site) => new Crew(one, 1);
/** Somebody at the gate who is owed no wages. */
const officerOf = ({ officerId }: Site) => [{ idNumber: officerId ?? '', name: '', cardNo: '' }];

/** Two, three and ten persons; one for two days; a visitor, one barred, one registered late. */
function strangers(year: Year): void {
  const one = new Site(year);
  const crew = crewOf(one);
  const some = (count: number) => Array.from({ length: count }, () => year.person());
  const seen = (n: number, who: Person[], days: string[]) => {
    crew.attend(
      who,
      days.map((day) => `${year.month(n)}-${day}`),
    );
    const fromDay = `${year.month(n)}-${days[0]}`;
    one.plant('R01', [one.contractorUscc, year.month(n)], fromDay, `${who.length}人未登记`);
  };
  seen(0, some(2), ['10']);
  seen(1, some(3), ['10']);
  seen(2, some(9), ['10']);
  seen(3, some(10), ['10']);
  const [twice, visitor, later] = some(3) as [Person, Person, Person];
  seen(4, [twice], ['10']);
  crew.attend([twice], [`${year.month(4)}-12`]);
  one.post('visitor', `${year.month(5)}-10`, `${year.month(5)}-11`, visitor.idNumber);
  crew.attend([visitor], [`${year.month(5)}-10`, `${year.month(5)}-11`]);
  crew.attend([visitor], [`${year.month(5)}-12`]);
  one.plant('R01', [one.contractorUscc, year.month(5)], `${year.month(5)}-12`, '访客过期');
  one.post('barred', `${year.month(5)}-20`, undefined, visitor.idNumber);
  seen(6, [later], ['10']);
  crew.engage([later], `${year.month(6)}-20`, { enteredOn: `${year.month(6)}-10` });
}

/** No contract on the day of entry; three days, and a fourth. */
function unsigned(year: Year): void {
  for (const days of [3, 5]) {
    const one = new Site(year);
    const crew = new Crew(one, 1);
    const on = year.day(30);
    const [worker] = crew.engage([year.person()], on, { contractSignedOn: undefined });
    const signedOn = addDays(on, days);
    if (worker === undefined) continue;
    const rest = { team: '1班', trade: '木工', phone: '19900000000', cardBankCode: '308' };
    const body = { ...rest, cardNo: worker.cardNo, contractSignedOn: signedOn };
    const about = { projectCode: one.code, engagementRef: worker.ref };
    one.tell(signedOn, { type: 'engagement', ...about, body });
    one.plant('R02', [crew.employerUscc, '-'], on, `${days}天后签合同`);
  }
}

/** Sixteen in ten days; engaged by two; without a card after the first payroll sheet. */
function odd(year: Year): void {
  const young = new Site(year);
  const crew = new Crew(young, 1);
  const on = year.day(50);
  const minor = { ...year.person(), idNumber: minorBorn(addDays(on, 10), FIRST_MINOR) };
  crew.engage([minor], on);
  young.plant('R03', [crew.employerUscc, '-'], on, '差十天满十六周岁');
  const twice = new Site(year);
  const [first, second] = [new Crew(twice, 1), new Crew(twice, 1)];
  second.engage(first.people, on);
  twice.plant('R03', [second.employerUscc, '-'], on, '两个单位登记');
  const bare = new Site(year);
  const none = new Crew(bare, 1);
  const month = year.month(3);
  const enteredOn = `${month}-08`;
  none.engage([year.person()], enteredOn, {
    cardNo: undefined,
    cardBankCode: undefined,
  });
  none.attend(none.people.slice(-1), [enteredOn]);
  const sheetOn = year.calendar.wdBefore(bare.wageDue(month), 5);
  bare.plant('R03', [none.employerUscc, '-'], addDays(sheetOn, 1), '没有工资卡');
}

/** Nobody from the start; one who left, and another ten working days later and eleven. */
function officers(year: Year): void {
  const none = new Site(year, { officer: false });
  none.plant('R04', [none.contractorUscc, '-'], year.fromDay, '没有专管员');
  none.post('wage-officer', addDays(year.fromDay, 17));
  for (const days of [11, 12]) {
    const one = new Site(year, { officer: false });
    const left = year.day(40);
    one.post('wage-officer', year.fromDay, left);
    one.post('wage-officer', year.calendar.wd(left, days));
    const fromDay = addDays(year.calendar.wd(left, 10), 1);
    if (fromDay < year.calendar.wd(left, days))
      one.plant('R04', [one.contractorUscc, '-'], fromDay, '专管员离岗');
  }
}

/** A group missing for fifteen days and sixteen; whole; missing again. */
function boards(year: Year): void {
  const one = new Site(year);
  const whole = ['parties', 'wages', 'channels'] as const;
  const check = (n: number, shown: readonly (typeof whole)[number][]) =>
    one.state('board-check', { on: addDays(year.fromDay, n), shown: [...shown] });
  check(20, ['parties', 'wages']);
  check(30, ['parties']);
  check(36, whole);
  check(60, []);
  check(77, whole);
  one.plant('R05', [one.contractorUscc, '-'], addDays(year.fromDay, 20), '告示牌缺项');
}

/** Two working days without anybody, three, seven; over a holiday; stopped. */
function interrupted(year: Year): void {
  const one = new Site(year, { stopped: false });
  const crew = crewOf(one);
  const { calendar, fromDay, toDay } = year;
  const gaps = new Set<string>();
  const gap = (n: number, count: number, note: string | null) => {
    const last = year.day(n);
    for (const day of daysOf(addDays(last, 1), calendar.wd(last, count))) gaps.add(day);
    if (note !== null) one.plant('R06', [one.contractorUscc, '-'], calendar.wd(last, 3), note);
  };
  gap(30, 2, null);
  gap(60, 3, '三个工作日无考勤');
  gap(90, 7, null);
  one.state('stop-work', { on: year.day(120), until: addDays(year.day(120), 20), reason: '停工' });
  for (const day of daysOf(year.day(120), addDays(year.day(120), 20))) gaps.add(day);
  for (const day of daysOf(fromDay, toDay)) {
    if (calendar.isWorking(day) && !gaps.has(day)) crew.attend(officerOf(one), [day]);
  }
}

/** A project manager there on two fifths of the days and a day less; an engineer on a fifth; two months running. */
function posts(year: Year): void {
  const one = new Site(year, { stopped: false, project: { status: 'active' } });
  const crew = crewOf(one);
  const manager = one.post('project-manager', year.fromDay);
  const engineer = one.post('supervising-engineer', year.fromDay);
  const kept = [0, -1, -1, 0, 0, -1];
  for (const [n, less] of kept.entries()) {
    const month = year.month(n);
    const days = [...daysOf(firstOf(month), lastOf(month))];
    const working = days.filter((day) => year.calendar.isWorking(day));
    const of = (share: number) => Math.ceil((working.length * share) / 100) + less;
    crew.attend([{ idNumber: manager, name: '', cardNo: '' }], working.slice(0, of(40)));
    crew.attend([{ idNumber: engineer, name: '', cardNo: '' }], working.slice(0, of(20)));
    for (const day of working.filter((_, at) => at % 2 === 1)) crew.attend(officerOf(one), [day]);
  }
  const seen = firstOf(addMonths(year.month(1), 1));
  one.plant('R07', [one.contractorUscc, '-'], seen, '项目经理少到一天');
}

/** A card kept back, until the complaint is closed; other complaints say nothing of it. */
function complaints(year: Year): void {
  const one = new Site(year);
  const file = (kind: 'card-withheld' | 'wages', n: number) => {
    const complaintRef = `edge-complaint:${one.code}:${n}`;
    const body = { kind, aboutUscc: one.contractorUscc, on: year.day(n), text: '反映情况' };
    const action = { type: 'complaint', projectCode: one.code, complaintRef, body } as const;
    one.tell(year.day(n), action, 'authority');
    return complaintRef;
  };
  file('wages', 30);
  const complaintRef = file('card-withheld', 40);
  one.plant('R08', [complaintRef, '-'], year.day(40), '扣押工资卡');
  const closing = { on: year.day(55), outcome: 'settled', text: '已归还' } as const;
  const about = { projectCode: one.code, complaintRef };
  one.tell(year.day(55), { type: 'complaint-closing', ...about, body: closing }, 'authority');
}
