import { expect, test } from 'vitest';
import { Lanes } from '../../src/console/alerts/lanes.tsx';
import { addresseesOf } from '../../src/console/notices/notice-columns.tsx';
import { monthsAhead, TeamGrid } from '../../src/console/projects/grids.tsx';
import type { NoticeView } from '../../src/domain/notices/notices.ts';
import type { YearDuty } from '../../src/domain/registry/overview.ts';

// What grids and lists say of one thing agrees with what the page says of it elsewhere.

const DAY = '2026-06-15';
const duty = (month: string, dueDay: string, kind = 'wage') =>
  ({ kind, month, dueDay }) as YearDuty;
const team = (month: string) => ({
  ...{ team: '一班', month, workers: 12 },
  ...{ owedFen: 100_00, paidFen: 0 },
});

test('a month is ahead until the first of its wages is late', () => {
  const duties = [
    duty('2026-03', '2026-04-15'),
    duty('2026-04', '2026-06-14'),
    duty('2026-04', '2026-06-20'),
    duty('2026-05', DAY),
    duty('2026-06', '2026-07-15'),
    duty('2026-07', '2026-07-01', 'transfer'),
  ];
  expect([...monthsAhead(duties, DAY)]).toEqual(['2026-05', '2026-06']);
});

test('wages that are not due are not shaded as missing', () => {
  const months = ['2026-04', '2026-05'];
  const html = String(TeamGrid({ teams: months.map(team), months, ahead: new Set(['2026-05']) }));
  expect(html.match(/shade-0/g)).toHaveLength(1);
  expect(html.match(/未到期/g)).toHaveLength(1);
});

test('the last day stands within the drawing', () => {
  const spans = [
    { ...{ from: '2026-04-16', to: '2026-06-11' }, ...{ who: 'bank', workers: 1, amountFen: 1 } },
  ];
  const html = String(Lanes({ dueDay: '2026-04-15', spans: spans as never }));
  expect(html).toMatch(/<text x="760" y="\d+" text-anchor="end">第57天/);
});

test('a labour office without a code is called what it is', () => {
  const paper = { addresseeName: null, addresseeUscc: '-', jointName: null, jointUscc: null };
  expect(addresseesOf(paper as NoticeView)).toBe('人力资源和社会保障局');
});
