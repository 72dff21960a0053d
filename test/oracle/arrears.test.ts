import { describe, expect, test } from 'vitest';
import { findOverProjects, type Owed } from './rules-arrears.ts';

const owed = (more: Partial<Owed>): Owed => ({
  projectCode: 'P1',
  employerUscc: 'E',
  month: '2026-08',
  dueOn: '2026-09-15',
  idNumber: 'id1',
  fen: 100,
  ...more,
});
const found = (all: Owed[], day: string) =>
  findOverProjects(all, day).map((one) => `${one.rule} ${one.projectCode} ${one.amountFen}`);

describe('what is owed over projects', () => {
  test('W09: two months running, or three in all, of the twelve up to now', () => {
    const months = (...list: string[]) => list.map((month) => owed({ month }));
    expect(found(months('2026-06', '2026-08'), '2026-11-20')).toEqual([]);
    expect(found(months('2026-07', '2026-08'), '2026-11-20')).toEqual(['W09 P1 200']);
    expect(found(months('2026-04', '2026-06', '2026-08'), '2026-11-20')).toEqual(['W09 P1 300']);
    expect(found(months('2026-07', '2026-08'), '2027-06-30')).toEqual(['W09 P1 200']);
    expect(found(months('2026-07', '2026-08'), '2027-07-01')).toEqual([]);
  });

  test('W09 tells each project what is owed there, whichever month', () => {
    const all = [owed({}), owed({ projectCode: 'P2', month: '2026-09', fen: 7 })];
    expect(found(all, '2026-11-20')).toEqual(['W09 P1 100', 'W09 P2 7']);
    expect(
      found([all[0] as Owed, owed({ employerUscc: 'F', month: '2026-09' })], '2026-11-20'),
    ).toEqual([]);
  });

  test('W10: one person, 10,000 yuan, the oldest due three months ago', () => {
    const half = [
      owed({ fen: 500_000 }),
      owed({ fen: 500_000, projectCode: 'P2', dueOn: '2026-10-15' }),
    ];
    expect(found(half, '2026-12-14')).toEqual([]);
    expect(found(half, '2026-12-15')).toEqual(['W10 P1 500000', 'W10 P2 500000']);
    expect(found([owed({ fen: 999_999 })], '2026-12-15')).toEqual([]);
  });

  test('W10: ten persons and 60,000 yuan together', () => {
    const persons = (count: number, fen: number) =>
      Array.from({ length: count }, (_, at) => owed({ idNumber: `id${at}`, fen }));
    expect(found(persons(10, 600_000), '2026-09-16')).toEqual(['W10 P1 6000000']);
    expect(
      found([...persons(9, 600_000), owed({ idNumber: 'x', fen: 599_999 })], '2026-09-16'),
    ).toEqual([]);
    expect(found(persons(9, 700_000), '2026-09-16')).toEqual([]);
  });
});
