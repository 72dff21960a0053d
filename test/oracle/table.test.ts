import { expect, test } from 'vitest';
import type { ExpectedAlert } from './alerts.ts';
import { Table } from './table.ts';

test('the table counts what was planted, found, missed and raised without cause', () => {
  const alert = (rule: 'W01' | 'R05', subject: string): ExpectedAlert => ({
    ...{
      rule,
      projectCode: 'P1',
      subject,
      period: '-',
      level: 'yellow',
      held: false,
      amountFen: 0,
    },
  });
  const plant = (rule: 'W01' | 'R05', subject: string, also: ['R05', string][] = []) => ({
    ...({
      rule,
      subject,
      period: '-',
      fromDay: '2026-08-01',
      projectCode: 'P1',
      note: '',
    } as const),
    also: also.map(([r, s]) => ({
      rule: r,
      subject: s,
      period: '-' as const,
      fromDay: '2026-08-01',
    })),
  });
  const table = new Table({ plants: [plant('W01', 'a', [['R05', 'c']]), plant('W01', 'b')] });
  const counts = (ms: number) => ({ counts: { W01: { ms }, R05: { ms: 1 }, unfold: { ms: 90 } } });
  table.add([alert('W01', 'a')], [alert('W01', 'a'), alert('W01', 'x')], counts(2));
  table.add([alert('W01', 'a'), alert('R05', 'c')], [alert('R05', 'c')], counts(5));
  expect(table.print().split('\n').slice(2)).toEqual([
    '| R05 | 1 | 1 | 0 | 0 | 1 | 1 |',
    '| W01 | 2 | 1 | 1 | 1 | 2 | 3.5 |',
  ]);
});
