import { formatYuan } from '../src/lib/fen.ts';
import type { Block } from './blocks.ts';
import type { NoticeAlert } from './notice-facts.ts';
import type { Column } from './table.ts';

/** 事实表; a column in which no alert has anything is left out, and so is an empty table. */
export function factsTable(alerts: readonly NoticeAlert[]): Block[] {
  const yuan = (fen: number | null | undefined) => (fen == null ? null : formatYuan(fen));
  const known: (Column & { of: (alert: NoticeAlert) => string | null })[] = [
    { title: '应付', align: 'right', of: (alert) => yuan(alert.amounts.dueFen) },
    { title: '已付', align: 'right', of: (alert) => yuan(alert.amounts.paidFen) },
    { title: '差额', align: 'right', of: (alert) => yuan(alert.amounts.gapFen) },
    { title: '涉及金额', align: 'right', of: (alert) => yuan(alert.amounts.involvedFen) },
    { title: '人数', align: 'right', of: (alert) => alert.workers?.toString() ?? null },
    { title: '到期日', align: 'center', of: (alert) => alert.dueDay ?? null },
    { title: '逾期天数', align: 'right', of: (alert) => alert.daysLate?.toString() ?? null },
  ];
  const filled = known.filter(({ of }) => alerts.some((alert) => of(alert) !== null));
  if (filled.length === 0) return [];
  const rows = alerts.map((alert, index) => [
    String(index + 1),
    alert.period === '-' ? alert.ruleTitle : `${alert.ruleTitle}（${alert.period}）`,
    ...filled.map(({ of }) => of(alert) ?? '—'),
  ]);
  const heads = filled.map(({ title, align }) => ({ title, align }));
  const lead: Column[] = [
    { title: '序号', align: 'center' },
    { title: '事项', align: 'left', flexible: true },
  ];
  const money = alerts.some(({ amounts }) => Object.values(amounts).some((fen) => fen != null));
  const columns = [...lead, ...heads];
  return [{ kind: 'table', columns, rows, ...(money && { note: '金额单位：元' }) }];
}
