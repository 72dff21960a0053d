import { inMonth } from '../../../db/partition.ts';
import type { Work } from '../../../db/work.ts';
import type { Day, Month } from '../../lib/day.ts';
import { addMonths, firstOf, lastOf, monthOf } from '../../lib/day.ts';
import { parseEndToEndId } from '../../lib/id.ts';
import { type Fault, Problem, refused } from '../../lib/problem.ts';

export interface LineInput {
  /** Absent only on a line whose worker was found otherwise (`engagementId`): a sheet without identity numbers. */
  idNumber?: string | undefined;
  engagementId?: string | undefined;
  name: string;
  workDays?: number | undefined;
  grossFen: number;
  deductions?: { kind: string; amountFen: number }[] | undefined;
  netFen: number;
  cardNo?: string | undefined;
  confirmedAt?: Date | undefined;
  replaces?: string | undefined;
}

export interface BatchInput {
  wageMonth: Month;
  employerUscc: string;
  kind?: 'regular' | 'supplement' | 'correction' | 'resend' | undefined;
  reference?: string | undefined;
  lines: LineInput[];
}

/** A worker as the registry of this project knows them in the wage month. */
export interface Engaged {
  id: string;
  name: string;
  team: string | null;
  idBidx: string;
  cardBidx: string | null;
  cardCipher: string | null;
  cardLast4: string | null;
  /** Somebody else on the project has the same card. */
  sharesCard: boolean;
  /** The day on which the registration was first heard of. */
  registeredOn: Day;
}

/** The line that a correction or a re-send speaks of, with the state of its chain. */
export interface Replaced {
  batchId: string;
  lineNo: number;
  rootBatchId: string;
  rootLineNo: number;
  engagementId: string;
  employerId: string;
  kind: string;
  netFen: number;
  payFen: number;
  /** What its chain was paid, with the chains that it corrected in turn. */
  chainPaidFen: number;
  chainState: string;
  /** Its batch, and that of its root, went to the bank. */
  ordered: boolean;
  withdrawn: boolean;
  replacedAlready: boolean;
  inFlight: boolean;
}

/**
 * The wage month must lie between the project's start (or the oldest month that is still here) and next month, and its
 * partition must be there.
 *
 * @throws Problem `invalid-input` with `wage-month-outside`; unavailable `partition-missing`
 */
export async function checkMonth(
  { sql, day }: Work,
  projectId: number,
  wageMonth: Month,
): Promise<void> {
  const partition = `we.payroll_line_${wageMonth.replace('-', '_')}`;
  const [project] = await sql<
    { first: Day; kept: boolean }[]
  >`select greatest(starts_on, we.oldest_month()) as first, to_regclass(${partition}) is not null as kept
    from we.project where id = ${projectId}`;
  const first = monthOf(project?.first ?? '2019-01-01');
  const last = addMonths(monthOf(day), 1);
  if (wageMonth < first || wageMonth > last) {
    throw refused('invalid-input', '工资月份有误。', [
      {
        pointer: '/wageMonth',
        code: 'wage-month-outside',
        message: `工资月份应在 ${first}（开工月，或系统保留的最早月份）至 ${last} 之间，请核对 wageMonth。`,
      },
    ]);
  }
  if (project && !project.kept) {
    const detail = `${wageMonth} 的工资分区尚未建立，未存入任何内容；请告知管理员运行 npm run migrate，之后原样重试。`;
    throw new Problem('unavailable', 'partition-missing', detail);
  }
}

/**
 * Everyone engaged by the employer on the project in the month, with the card that holds at its end. A card of two engagements
 * may be one person's who came back.
 */
export async function engagedIn(
  { sql }: Work,
  projectId: number,
  employerId: string,
  wageMonth: Month,
): Promise<Engaged[]> {
  const rows = await sql<Pick<Engaged, 'id' | 'name' | 'team' | 'idBidx' | 'registeredOn'>[]>`
    select id, name, team, id_bidx as "idBidx", (known_at at time zone 'Asia/Shanghai')::date as "registeredOn" from we.engagement
    where project_id = ${projectId} and employer_id = ${employerId} and entered_on <= ${lastOf(wageMonth)}::date
      and coalesce(exited_on, 'infinity'::date) >= ${firstOf(wageMonth)}::date
    order by entered_on`;
  // Joined here: on fresh statistics the planner would read all cards again for each worker.
  const cards = await sql<
    (Pick<Engaged, 'cardBidx' | 'cardCipher' | 'cardLast4'> & { of: string })[]
  >`
    select distinct on (engagement_id) engagement_id as of, card_bidx as "cardBidx", card_cipher as "cardCipher", card_last4 as "cardLast4"
    from we.engagement_card where project_id = ${projectId} order by engagement_id, from_day desc, known_at desc`;
  const byEngagement = new Map(cards.map(({ of, ...card }) => [of, card]));
  const holders = new Map<string | null, number>();
  for (const { cardBidx } of cards) holders.set(cardBidx, (holders.get(cardBidx) ?? 0) + 1);
  const none = { cardBidx: null, cardCipher: null, cardLast4: null };
  return rows.map((row) => {
    const card = byEngagement.get(row.id) ?? none;
    return { ...row, ...card, sharesCard: (holders.get(card.cardBidx) ?? 0) > 1 };
  });
}

/** The lines that this batch corrects or re-sends, by end-to-end id. */
export async function replacedLines(
  { sql }: Work,
  projectId: number,
  wageMonth: Month,
  ids: string[],
): Promise<Map<string, Replaced>> {
  const parsed = ids
    .map((id) => ({ id, at: parseEndToEndId(id) }))
    .filter((p) => p.at?.projectId === projectId && p.at.wageMonth === wageMonth);
  if (parsed.length === 0) return new Map();
  const rows = await sql<(Replaced & { endToEndId: string })[]>`
    select u.e2e as "endToEndId", l.batch_id as "batchId", l.line_no as "lineNo", l.root_batch_id as "rootBatchId",
      l.root_line_no as "rootLineNo", l.engagement_id as "engagementId", l.employer_id as "employerId", r.kind, r.net_fen as "netFen",
      r.pay_fen as "payFen", c.paid_fen as "chainPaidFen", coalesce(f.state, '') as "chainState",
      b.ordered_on is not null and o.ordered_on is not null as ordered, l.withdrawn_on < 'infinity' as withdrawn, r.replaced_on < 'infinity' as "replacedAlready", exists (
        select from we.payroll_line x where x.project_id = ${projectId} and x.wage_month = ${inMonth(sql, firstOf(wageMonth))}
          and x.root_batch_id = r.batch_id and x.root_line_no = r.line_no and x.withdrawn_on = 'infinity'
          and (x.batch_id <> r.batch_id and x.state in ('claimed', 'ordered', 'accepted', 'unknown')
            or x.batch_id = r.batch_id and x.state in ('ordered', 'accepted', 'unknown'))) as "inFlight"
    from unnest(${parsed.map((p) => p.id)}::text[], ${parsed.map((p) => p.at?.batchNo as string)}::text[], ${parsed.map((p) => p.at?.lineNo as number)}::int[]) as u(e2e, batch_no, line_no)
    join we.payroll_batch b on b.project_id = ${projectId} and b.batch_no = u.batch_no
    join we.payroll_line l on l.project_id = ${projectId} and l.wage_month = ${inMonth(sql, firstOf(wageMonth))} and l.batch_id = b.id and l.line_no = u.line_no
    join we.payroll_line r on r.project_id = ${projectId} and r.wage_month = ${inMonth(sql, firstOf(wageMonth))} and r.batch_id = l.root_batch_id and r.line_no = l.root_line_no
    join we.payroll_batch o on o.project_id = ${projectId} and o.id = r.batch_id
    cross join lateral (
      with recursive chain as (
        select r.paid_fen, r.kind, r.replaces_batch_id, r.replaces_line_no
        union all
        select o.paid_fen, o.kind, o.replaces_batch_id, o.replaces_line_no
        from chain h
        join we.payroll_line x on x.project_id = ${projectId} and x.wage_month = ${inMonth(sql, firstOf(wageMonth))}
          and x.batch_id = h.replaces_batch_id and x.line_no = h.replaces_line_no
        join we.payroll_line o on o.project_id = ${projectId} and o.wage_month = ${inMonth(sql, firstOf(wageMonth))}
          and o.batch_id = x.root_batch_id and o.line_no = x.root_line_no
        where h.kind = 'correction'
      )
      select sum(paid_fen)::bigint as paid_fen from chain
    ) c
    left join lateral (
      select e.outcome as state from we.payout_event e
      where e.project_id = ${projectId} and e.wage_month = ${firstOf(wageMonth)}::date and e.root_batch_id = r.batch_id
        and e.root_line_no = r.line_no and e.outcome in ('rejected', 'paid', 'returned')
      order by e.on_day desc, array_position(array['rejected', 'paid', 'returned'], e.outcome) desc limit 1
    ) f on true`;
  return new Map(rows.map((r) => [r.endToEndId, r]));
}

/** 一人一月工资的上限，一亿元: more is a slip of the hand, and sums of 50,000 lines stay below 2^53. */
const MOST_GROSS_FEN = 100_000_000_00;

/** Arithmetic of one line, without the database. */
export function checkSums(line: LineInput, index: number): Fault[] {
  if (line.grossFen > MOST_GROSS_FEN) {
    return [
      {
        pointer: `/lines/${index}/grossFen`,
        code: 'amount-implausible',
        message: '一人一月的应发金额不得超过一亿元，请核对；金额以分为单位。',
      },
    ];
  }
  const deductedFen = (line.deductions ?? []).reduce((sum, d) => sum + d.amountFen, 0);
  if (line.grossFen - deductedFen === line.netFen) return [];
  return [
    {
      pointer: `/lines/${index}/netFen`,
      code: 'net-differs',
      message: '实发金额不等于应发金额减去各项扣款，请核对 grossFen、deductions 和 netFen。',
    },
  ];
}

/** What speaks against a line that corrects or re-sends another; null when nothing does. */
export function checkReplaces(
  kind: string,
  line: LineInput,
  old: Replaced | undefined,
  engagementId: string,
): { code: string; message: string } | null {
  if (!line.replaces)
    return {
      code: 'replaces-missing',
      message: '更正和补发行须用 replaces 指明原行的 EndToEndId。',
    };
  if (!old || old.withdrawn || old.engagementId !== engagementId) {
    return {
      code: 'replaces-unknown',
      message: 'replaces 所指的行不存在、已撤回，或不是该工人本月的行，请核对 EndToEndId。',
    };
  }
  if (old.replacedAlready) return alreadyReplaced(kind);
  if (!old.ordered) {
    return {
      code: 'line-not-ordered',
      message:
        '原行所在批次尚未下达代发指令，不能更正或补发：请撤回该批次（withdrawal），改正后重新提交。',
    };
  }
  return kind === 'resend' ? checkResend(line, old) : checkCorrection(line, old);
}

const alreadyReplaced = (kind: string) => ({
  code: 'line-replaced',
  message:
    kind === 'resend'
      ? '该行已被更正，应付金额由更正行发放，不能再补发原行。'
      : '该行已被更正过，请更正最新的一行。',
});

function checkResend(line: LineInput, old: Replaced) {
  if (old.inFlight)
    return { code: 'line-in-flight', message: '该行已有补发尚无结果，请等待银行回执。' };
  if (old.chainState !== 'rejected' && old.chainState !== 'returned') {
    return { code: 'line-not-failed', message: '只有被拒付或退票的行可以补发。' };
  }
  if (line.netFen !== old.payFen) {
    return {
      code: 'resend-amount-differs',
      message: '补发金额须等于原行未付金额；金额有变请用更正（correction）。',
    };
  }
  return null;
}

function checkCorrection(line: LineInput, old: Replaced) {
  if (old.inFlight)
    return { code: 'line-in-flight', message: '该行已提交银行尚无结果，请等待银行回执后再更正。' };
  if (line.netFen < old.netFen && !line.confirmedAt) {
    return {
      code: 'confirmation-missing',
      message: '调低工资须有工人本人签字确认，请填写 confirmedAt。',
    };
  }
  return null;
}
