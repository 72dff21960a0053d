import { addMonths, type Day, type Month, monthOf, plusMonth } from '../../src/lib/day.ts';
import { type Fen, sumFen } from '../../src/lib/fen.ts';
import type { Finding } from './finding.ts';

const WINDOW_MONTHS = 12;
const MONTHS_IN_ALL = 3;
const OLD_MONTHS = 3;
const ONE_FEN = 1_000_000;
const MANY_PERSONS = 10;
const MANY_FEN = 6_000_000;

/** What one person is owed by one employer for one month on one project, past its day. */
export interface Owed {
  projectCode: string;
  employerUscc: string;
  month: Month;
  dueOn: Day;
  idNumber: string;
  fen: Fen;
}

/** W09 and W10: what employers owe over all projects whose banks are not behind. */
export function findOverProjects(all: readonly Owed[], day: Day): Finding[] {
  return [...Map.groupBy(all, ({ employerUscc }) => employerUscc).values()].flatMap((owed) => [
    ...w09(owed, day),
    ...w10(owed, day),
  ]);
}

function w09(all: readonly Owed[], day: Day): Finding[] {
  const first = addMonths(monthOf(day), 1 - WINDOW_MONTHS);
  const owed = all.filter(({ month }) => month >= first && month <= monthOf(day));
  const months = new Set(owed.map(({ month }) => month));
  const running = [...months].some((month) => months.has(addMonths(month, 1)));
  return running || months.size >= MONTHS_IN_ALL ? everywhere('W09', owed) : [];
}

function w10(owed: readonly Owed[], day: Day): Finding[] {
  const persons = [...Map.groupBy(owed, ({ idNumber }) => idNumber).values()];
  const grave = persons.some((his) => {
    const oldest = his.map(({ dueOn }) => dueOn).sort()[0] as Day;
    return sumOf(his) >= ONE_FEN && day >= plusMonth(oldest, OLD_MONTHS);
  });
  const many = persons.length >= MANY_PERSONS && sumOf(owed) >= MANY_FEN;
  return grave || many ? everywhere('W10', owed) : [];
}

function everywhere(rule: 'W09' | 'W10', owed: readonly Owed[]): Finding[] {
  return [...Map.groupBy(owed, ({ projectCode }) => projectCode)].map(([projectCode, here]) => ({
    rule,
    projectCode,
    subject: (here[0] as Owed).employerUscc,
    period: '-',
    level: 'red',
    held: false,
    amountFen: sumOf(here),
  }));
}

const sumOf = (owed: readonly Owed[]): Fen => sumFen(owed.map(({ fen }) => fen));
