import { addDays, addMonths } from '../../../src/lib/day.ts';
import { Crew } from './crew.ts';
import { Site, type SiteOptions, YUAN } from './site.ts';
import { BANK, type Person, type Year } from './year.ts';

const NET = 3_000 * YUAN + 41;
const QUIET: SiteOptions = { project: { status: 'preparing' } };
const BRANCH = `${BANK}299000001`;

/** Phones, cards, people on two sites at once; and what is left when an account is closed. */
export function plantGhosts(year: Year): void {
  phones(year);
  cards(year);
  twice(year);
  closed(year);
}

const some = (year: Year, count: number): Person[] =>
  Array.from({ length: count }, () => year.person());

/** Two with one phone, however written, a third, and two again. */
function phones(year: Year): void {
  const one = new Site(year);
  const crew = new Crew(one, 1);
  crew.engage(some(year, 1), year.day(30), { phone: '198 1234 5678' });
  crew.engage(some(year, 1), year.day(32), { phone: '19812345678' });
  const on = year.day(40);
  const [third] = crew.engage(some(year, 1), on, { phone: '198-1234-5678' });
  one.plant('R03', [crew.employerUscc, '-'], on, '三人同一电话');
  if (third === undefined) return;
  const body = {
    ...{ team: '1班', trade: '木工', phone: '19887654321', cardNo: third.cardNo },
    ...{ cardBankCode: BANK, contractSignedOn: on },
  };
  const action = { projectCode: one.code, engagementRef: third.ref, body };
  one.tell(year.day(60), { type: 'engagement', ...action });
}

/** Nine never seen with cards of one branch and day, and ten, one of whom is seen in the end; ten of two days. */
function cards(year: Year): void {
  const on = year.day(35);
  const issued = (cardIssuedOn: string) => ({ cardBranchCode: BRANCH, cardIssuedOn });
  for (const count of [9, 10]) {
    const one = new Site(year);
    const crew = new Crew(one, 1);
    const added = crew.engage(some(year, count), on, issued(on));
    if (count === 9) {
      crew.engage(some(year, 1), on, issued(addDays(on, -1)));
      continue;
    }
    one.plant('R03', [crew.employerUscc, '-'], addDays(on, 8), '十人同网点同日开卡且无考勤');
    crew.attend(added.slice(0, 1), [addDays(on, 25)]);
  }
}

/** Paid on two sites for a month with one day on both, and with two. */
function twice(year: Year): void {
  const [one, two] = [new Site(year), new Site(year)];
  const here = new Crew(one, 1);
  const there = new Crew(two, 0);
  there.engage(here.people);
  const paid = (crew: Crew, n: number, days: string[]) => {
    const month = year.month(n);
    crew.attend(
      crew.people,
      days.map((day) => `${month}-${day}`),
    );
    const on = year.calendar.wdBefore(crew.site.wageDue(month), 1);
    crew.payout(crew.claim(month, crew.people, [NET]), on);
    return { month, on };
  };
  paid(here, 1, ['10', '11']);
  paid(there, 1, ['11', '12']);
  const found = [paid(here, 2, ['10', '11', '12']), paid(there, 2, ['11', '12', '13'])];
  for (const [at, crew] of [here, there].entries()) {
    const { month, on } = found[at] as (typeof found)[number];
    crew.plant('W12', month, on, '同日在两个项目有考勤');
  }
}

/** Announced in full: with an open complaint, a month without a payroll, and no wage officer, which says nothing. */
function closed(year: Year): void {
  const closedOn = year.day(120);
  const close = (site: Site) =>
    site.changeAccount(closedOn, { closingNoticeOn: addDays(closedOn, -31), closedOn });
  const complained = new Site(year, QUIET);
  const complaintRef = `edge-complaint:${complained.code}:left`;
  const { code: projectCode, contractorUscc: aboutUscc } = complained;
  const filed = { kind: 'wages', aboutUscc, on: closedOn, text: '反映情况' } as const;
  const complaint = { type: 'complaint', projectCode, complaintRef, body: filed } as const;
  complained.tell(closedOn, complaint, 'authority');
  close(complained);
  complained.plant('A06', [complained.accountRef, '-'], closedOn, '有投诉时销户');
  const endOn = addDays(closedOn, 9);
  const end = { on: endOn, outcome: 'settled', text: '已办结' } as const;
  const closing = { type: 'complaint-closing', projectCode, complaintRef, body: end } as const;
  complained.tell(endOn, closing, 'authority');

  const unlisted = new Site(year, QUIET);
  const crew = new Crew(unlisted, 1);
  const month = addMonths(year.month(0), 1);
  crew.attend(crew.people, [`${month}-10`]);
  close(unlisted);
  unlisted.plant('A06', [unlisted.accountRef, '-'], closedOn, '有考勤无工资表时销户');

  close(new Site(year, { ...QUIET, officer: false }));
}
