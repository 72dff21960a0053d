import type { MonthlyReport } from '../src/domain/reports/monthly.ts';
import { formatChinese, formatMonth, startOf } from '../src/lib/day.ts';
import { regionName } from '../src/lib/identity.ts';
import { monthlySections } from './monthly-sections.ts';
import type { Report } from './report.ts';

/** 农民工工资支付统计月报, as it is drawn. Its file carries the day its figures end, not the one on which it was made. */
export function composeMonthly(figures: MonthlyReport): Report {
  const { month, region, edition, day, authority } = figures;
  const kind = edition === 'public' ? '公开版' : '内部资料';
  return {
    title: `${regionName(region)}农民工工资支付统计月报`,
    under: [`${formatMonth(month)}（${kind}）`, `${authority}　数据截至${formatChinese(day)}`],
    author: authority,
    at: startOf(day),
    sections: monthlySections(figures),
  };
}
