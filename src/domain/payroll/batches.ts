import { randomUUID } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Work } from '../../../db/work.ts';
import { firstOf } from '../../lib/day.ts';
import { batchNo, publicId } from '../../lib/id.ts';
import { type Fault, Problem, refused } from '../../lib/problem.ts';
import { matchWaitingPayouts } from '../banks/unmatched.ts';
import { inBulk } from '../bulk.ts';
import { lockDuties } from '../duties/duty.ts';
import { wholeSpan } from '../duties/shape.ts';
import { unfold } from '../duties/unfold.ts';
import { refreshWages } from '../duties/wages.ts';
import { record } from '../events.ts';
import { type Numbers, numbersOf } from '../numbers.ts';
import type { Tell } from '../tasks.ts';
import { sealOfLines } from '../trail/rows.ts';
import {
  type BatchInput,
  checkMonth,
  checkReplaces,
  checkSums,
  type Engaged,
  engagedIn,
  type LineInput,
  type Replaced,
  replacedLines,
} from './checks.ts';
import { doubtMonth, doubtRates, doubtsOf } from './doubts.ts';
import { type ReadyLine, storeLines } from './store.ts';

export interface ClaimAnswer {
  batchId: string;
  batchNo: string;
  status: 'claimed';
  lineCount: number;
  totalNetFen: number;
  warnings: Fault[];
}

/**
 * 工资支付表: takes a payroll of one employer and month, up to 50,000 lines, all or none. It writes what is
 * owed (the wage duty), meets the payroll-sheet duty, and leaves one event with the digest of its lines.
 *
 * @param tell told of lines as they are checked and stored
 * @throws Problem `invalid-input` with every bad row; `batch-exists` when a live regular batch is there
 */
export async function claimBatch(
  work: Work,
  projectId: number,
  input: BatchInput,
  sheetWarnings: Fault[] = [],
  tell: Tell = () => {},
): Promise<ClaimAnswer> {
  const kind = input.kind ?? 'regular';
  await lockDuties(work, projectId);
  await checkMonth(work, projectId, input.wageMonth);
  if (kind === 'regular') await refuseSecond(work, projectId, input);
  const { ready, warnings, persons } = await prepare(work, projectId, kind, input, tell);
  const batch = await insertBatch(work, projectId, kind, input, ready);
  const stored = {
    id: batch.id,
    wageMonth: input.wageMonth,
    employerId: input.employerUscc,
    kind,
  };
  await storeLines(work, projectId, stored, ready, (done) => tell(done, ready.length, 'store'));
  tell(0, null, 'reckon');
  await doubtMonth(
    work,
    projectId,
    input.wageMonth,
    doubtsOf({ month: input.wageMonth, kind }, ready, persons),
  );
  await unfold(work, wholeSpan(projectId, work.day), {
    employerId: input.employerUscc,
    period: input.wageMonth,
  });
  await inBulk(work, async () => {
    await refreshWages(work, projectId, input.employerUscc, [input.wageMonth]);
    doubtRates(work, projectId, input.employerUscc, input.wageMonth);
  });
  await matchWaitingPayouts(work, projectId, batch.batchNo);
  await record(work, projectId, 'payroll-batch.claimed', batch.id, {
    batchNo: batch.batchNo,
    wageMonth: input.wageMonth,
    employerId: input.employerUscc,
    kind,
    lineCount: ready.length,
    totalNetFen: batch.totalNetFen,
    lines: sealOfLines(work, stored, ready),
  });
  return {
    batchId: publicId(projectId, batch.id),
    batchNo: batch.batchNo,
    status: 'claimed',
    lineCount: ready.length,
    totalNetFen: batch.totalNetFen,
    warnings: [...sheetWarnings, ...warnings],
  };
}

async function prepare(work: Work, projectId: number, kind: string, input: BatchInput, tell: Tell) {
  const engaged = await engagedIn(work, projectId, input.employerUscc, input.wageMonth);
  const byPerson = new Map(engaged.map((e) => [e.idBidx, e]));
  const byId = new Map(engaged.map((e) => [e.id, e]));
  const numbers = await numbersOf(work, projectId);
  const personOf = ({ idNumber, engagementId }: LineInput) =>
    idNumber === undefined
      ? byId.get(engagementId ?? '')
      : byPerson.get(numbers.blind('id', idNumber));
  const named = input.lines.flatMap((l) => l.replaces ?? []);
  const old = await replacedLines(work, projectId, input.wageMonth, CHAINED.has(kind) ? named : []);
  const seen = new Map<string, number>();
  const faults: Fault[] = [];
  const warnings: Fault[] = [];
  const ready: ReadyLine[] = [];
  for (const [i, line] of input.lines.entries()) {
    if (i % AT_ONCE === 0) {
      tell(i, input.lines.length, 'check');
      // Others of this process get their turn.
      await breathe();
    }
    const person = personOf(line);
    const replaced = line.replaces ? old.get(line.replaces) : undefined;
    const found = checkLine(line, i, person, person && seen.get(person.id));
    if (person) {
      seen.set(person.id, i);
      if (CHAINED.has(kind)) found.push(...checkChain(kind, line, i, replaced, person));
      ready.push(readyLine(numbers, kind, line, person, replaced));
      warnings.push(...checkCard(ready.at(-1), person, i));
    }
    faults.push(...found);
  }
  if (faults.length > 0) {
    throw refused('invalid-input', '工资支付表有误，整批未收；请改正下列各行后重新提交。', faults);
  }
  return { ready, warnings, persons: byId };
}

const AT_ONCE = 1000;
const CHAINED = new Set(['correction', 'resend']);

function checkCard(line: ReadyLine | undefined, person: Engaged, i: number): Fault[] {
  if (line?.cardBidx === person.cardBidx) return [];
  return [
    {
      pointer: `/lines/${i}/cardNo`,
      code: 'card-unregistered',
      message: '该卡未登记在工人名下，请核对卡号或先更新用工登记。',
    },
  ];
}

function checkChain(
  kind: string,
  line: LineInput,
  i: number,
  old: Replaced | undefined,
  person: Engaged,
): Fault[] {
  const against = checkReplaces(kind, line, old, person.id);
  return against ? [{ pointer: `/lines/${i}/replaces`, ...against }] : [];
}

function checkLine(
  line: LineInput,
  i: number,
  person: Engaged | undefined,
  earlier: number | undefined,
): Fault[] {
  const faults = checkSums(line, i);
  if (earlier !== undefined) {
    faults.push({
      pointer: `/lines/${i}/idNumber`,
      code: 'worker-twice',
      message: `与第 ${earlier + 1} 行是同一工人；一张表内一人一行，请合并。`,
    });
  }
  if (!person) {
    faults.push({
      pointer: `/lines/${i}/idNumber`,
      code: 'worker-not-engaged',
      message: '该工人当月未在本项目本单位登记用工，请先办理用工登记或核对证件号码。',
    });
  } else if (person.name !== line.name) {
    faults.push({
      pointer: `/lines/${i}/name`,
      code: 'name-differs',
      message: '姓名与本项目用工登记不一致，请核对。',
    });
  }
  if (person && !line.cardNo && !person.cardCipher) {
    faults.push({
      pointer: `/lines/${i}/cardNo`,
      code: 'card-missing',
      message: '没有工资卡号：请填写 cardNo 或先在用工登记中登记本人工资卡。',
    });
  }
  return faults;
}

function readyLine(
  { blind, seal }: Numbers,
  kind: string,
  line: LineInput,
  person: Engaged,
  old: Replaced | undefined,
): ReadyLine {
  const cardBidx = line.cardNo ? blind('account', line.cardNo) : person.cardBidx;
  // The registered card is sealed already.
  const otherCard = cardBidx === person.cardBidx ? undefined : line.cardNo;
  return {
    engagementId: person.id,
    workDays: line.workDays ?? null,
    grossFen: line.grossFen,
    netFen: line.netFen,
    payFen:
      kind === 'correction' && old ? Math.max(0, line.netFen - old.chainPaidFen) : line.netFen,
    deductions: line.deductions?.length ? JSON.stringify(line.deductions) : null,
    cardBidx,
    cardCipher: otherCard ? seal(otherCard) : person.cardCipher,
    cardLast4: otherCard ? otherCard.slice(-4) : person.cardLast4,
    confirmedAt: line.confirmedAt ?? null,
    root: kind === 'resend' && old ? { batchId: old.rootBatchId, lineNo: old.rootLineNo } : null,
    replaces: old
      ? {
          batchId: old.batchId,
          lineNo: old.lineNo,
          rootBatchId: old.rootBatchId,
          rootLineNo: old.rootLineNo,
        }
      : null,
  };
}

async function insertBatch(
  work: Work,
  projectId: number,
  kind: string,
  input: BatchInput,
  lines: ReadyLine[],
) {
  const { sql, actor, now, day } = work;
  const month = firstOf(input.wageMonth);
  const [counter] = await sql<{ last: number }[]>`
    insert into we.batch_counter as c (project_id, wage_month, last) values (${projectId}, ${month}, 1)
    on conflict (project_id, wage_month) do update set last = c.last + 1 returning last`;
  const no = batchNo(projectId, input.wageMonth, counter?.last ?? 1);
  const id = randomUUID();
  const total = (pick: (l: ReadyLine) => number) => lines.reduce((sum, l) => sum + pick(l), 0);
  const totalNetFen = total((l) => l.netFen);
  const unsigned = kind === 'resend' ? 0 : total((l) => (l.confirmedAt === null ? 1 : 0));
  const [made] = await sql`
    insert into we.payroll_batch (project_id, id, batch_no, wage_month, employer_id, kind, reference, status, line_count,
      total_gross_fen, total_net_fen, total_pay_fen, claimed_by, claimed_on, claimed_at, unsigned, signed_on,
      slips_due, slips_on)
    values (${projectId}, ${id}, ${no}, ${month}, ${input.employerUscc}, ${kind}, ${input.reference ?? null}, 'claimed', ${lines.length},
      ${total((l) => l.grossFen)}, ${totalNetFen}, ${total((l) => l.payFen)}, ${actor.holder}, ${day}, ${now},
      ${unsigned}, ${unsigned > 0 ? 'infinity' : day}::date, ${kind === 'resend' ? 0 : lines.length}, ${kind === 'resend' ? '-infinity' : 'infinity'}::date)
    on conflict do nothing returning id`;
  if (!made) throw batchExists(no);
  return { id, batchNo: no, totalNetFen };
}

/** Before anything else is looked into: nobody corrects rows of a payroll that is not to be. @throws Problem `batch-exists` */
async function refuseSecond({ sql }: Work, projectId: number, input: BatchInput): Promise<void> {
  const [first] = await sql<{ batch_no: string }[]>`
    select batch_no from we.payroll_batch where project_id = ${projectId} and wage_month = ${firstOf(input.wageMonth)}
      and employer_id = ${input.employerUscc} and kind = 'regular' and status <> 'withdrawn'`;
  if (first) throw batchExists(first.batch_no);
}

const batchExists = (no: string) =>
  new Problem(
    'conflict',
    'batch-exists',
    '该单位本月已有一张有效的工资支付表；补充请用 supplement，更正请用 correction，或先撤回原表。',
    { batchNo: no },
  );
