import { inMonth } from '../../../db/partition.ts';
import type { Work } from '../../../db/work.ts';
import { firstOf, type Month } from '../../lib/day.ts';
import { parseId } from '../../lib/id.ts';
import { type Fault, refused } from '../../lib/problem.ts';
import { type Numbers, numbersOf } from '../numbers.ts';
import type { Tell } from '../tasks.ts';
import { type ClaimAnswer, claimBatch } from './batches.ts';
import { type Engaged, engagedIn, type LineInput } from './checks.ts';

/** A row of a contractor's spreadsheet; it may lack the identity number. */
export interface SheetLine {
  name: string;
  idNumber: string | null;
  team: string | null;
  cardNo: string | null;
  workDays: number | null;
  grossFen: number;
  deductions: { kind: string; amountFen: number }[];
  netFen: number;
  wageMonth: Month | null;
}

/**
 * A payroll that came as a spreadsheet. A row without an identity number is found by its card, else by name
 * and team if they are unique among the employer's people of the month.
 *
 * @throws Problem as `claimBatch`, and `worker-not-found`, `worker-ambiguous`, `month-differs` by row
 */
export async function claimSheet(
  work: Work,
  projectId: number,
  input: {
    wageMonth: Month;
    employerUscc: string;
    kind?: 'supplement';
    lines: SheetLine[];
    warnings: Fault[];
  },
  tell: Tell = () => {},
): Promise<ClaimAnswer> {
  const { blind } = await numbersOf(work, projectId);
  const engaged = await engagedIn(work, projectId, input.employerUscc, input.wageMonth);
  const byCard = new Map(engaged.flatMap((e) => (e.cardBidx ? [[e.cardBidx, e] as const] : [])));
  const byName = Map.groupBy(engaged, (e) => e.name);
  const faults: Fault[] = [];
  const lines = input.lines.map((line, i): LineInput => {
    const found = line.idNumber === null ? findPerson(blind, line, byCard, byName) : null;
    if (found && 'code' in found) faults.push({ pointer: `/lines/${i}/name`, ...found });
    if (line.wageMonth !== null && line.wageMonth !== input.wageMonth) {
      faults.push({
        pointer: `/lines/${i}`,
        code: 'month-differs',
        message: `本行的工资月份不是 ${input.wageMonth}，请核对或另表提交。`,
      });
    }
    return {
      idNumber: line.idNumber ?? undefined,
      engagementId: found && 'id' in found ? found.id : undefined,
      name: line.name,
      workDays: line.workDays ?? undefined,
      grossFen: line.grossFen,
      deductions: line.deductions,
      netFen: line.netFen,
      cardNo: line.cardNo ?? undefined,
    };
  });
  if (faults.length > 0)
    throw refused('invalid-input', '工资表有误，整表未收；请改正下列各行后重新提交。', faults);
  const { warnings, ...batch } = input;
  const answer = await claimBatch(work, projectId, { ...batch, lines }, warnings, tell);
  if (batch.kind !== 'supplement') return answer;
  const twice = await namedBefore(work, projectId, input.wageMonth, parseId(answer.batchId).id);
  return { ...answer, warnings: [...answer.warnings, ...twice] };
}

/** The lines of a supplement whose workers stand on the month's payrolls already: perhaps the whole table was filed once more. */
async function namedBefore(
  { sql }: Work,
  projectId: number,
  wageMonth: Month,
  batchId: string,
): Promise<Fault[]> {
  const month = inMonth(sql, firstOf(wageMonth));
  const rows = await sql<{ lineNo: number }[]>`
    select l.line_no as "lineNo" from we.payroll_line l
    where l.project_id = ${projectId} and l.wage_month = ${month} and l.batch_id = ${batchId} and exists (
      select from we.payroll_line x
      where x.project_id = ${projectId} and x.wage_month = ${month} and x.employer_id = l.employer_id
        and x.engagement_id = l.engagement_id and x.batch_id <> l.batch_id and x.kind <> 'resend'
        and x.withdrawn_on = 'infinity' and x.replaced_on = 'infinity')
    order by 1`;
  return rows.map(({ lineNo }) => ({
    pointer: `/lines/${lineNo - 1}/name`,
    code: 'worker-named-before',
    message: '该工人已在本月工资表内，本行金额将另外发放，请核对没有重复。',
  }));
}

function findPerson(
  blind: Numbers['blind'],
  line: SheetLine,
  byCard: Map<string, Engaged>,
  byName: Map<string, Engaged[]>,
) {
  const holder = line.cardNo ? byCard.get(blind('account', line.cardNo)) : undefined;
  if (holder) return holder;
  const same = (byName.get(line.name) ?? []).filter(
    (e) => line.team === null || e.team === line.team,
  );
  if (same.length === 1) return same[0] as Engaged;
  return same.length === 0
    ? {
        code: 'worker-not-found',
        message:
          '表中没有身份证号，按卡号、姓名和班组也未找到该工人；请补填身份证号或先办理用工登记。',
      }
    : { code: 'worker-ambiguous', message: '同名工人不止一人，请补填身份证号或本人工资卡号。' };
}
