import type { Work } from '../../../db/work.ts';
import type { Day, Month } from '../../lib/day.ts';
import { addDays, addMonths, firstOf, monthOf } from '../../lib/day.ts';
import { lastFour } from '../../lib/identity.ts';
import { Problem, refused } from '../../lib/problem.ts';
import { hidden } from '../access.ts';
import { refreshOpening } from '../accounts/accounts.ts';
import { allocate } from '../accounts/allocation.ts';
import { lockDuties } from '../duties/duty.ts';
import { wholeSpan } from '../duties/shape.ts';
import { reshape, unfold } from '../duties/unfold.ts';
import { record } from '../events.ts';
import { type Numbers, numbersOf } from '../numbers.ts';
import { refreshSettlements } from '../settlement/refresh.ts';
import { verdictOf } from '../settlement/verdict.ts';
import { unknownCompanies } from './companies.ts';

export interface ContractInput {
  signedOn: Day;
  totalFen: number;
  contractorSize: string;
  labourCostFen?: number | undefined;
  /** Share of the month's confirmed value, four decimals. */
  labourCostRatio?: number | undefined;
  transferDay?: number | undefined;
  transferMonthOffset?: number | undefined;
  payerAccounts?: { name: string; accountNo: string }[] | undefined;
  payDay?: number | undefined;
  payMonthOffset?: number | undefined;
  reviewDays?: number | undefined;
  paymentDays?: number | undefined;
  auditClause?: string | undefined;
  auditClauseText?: string | undefined;
  /** Where the clause stands. */
  auditClauseSource?: string | undefined;
  /** 逾期付款年利率 as agreed, a share, five decimals. */
  lateRate?: number | undefined;
  /** Days to confirm a quantity report, and to pay it then. */
  countDays?: number | undefined;
  progressPaymentDays?: number | undefined;
  fromMonth?: Month | undefined;
}

/**
 * Writes the contract's terms as a new version, for the month given or the next one. The first version holds
 * from the project's start. A party's later version waits for the authority (`PUT …/confirmation`).
 * The same terms again make no version.
 *
 * @throws Problem `invalid-input` with `day-in-future`, `terms-past-month`
 */
export async function putContract(work: Work, projectId: number, input: ContractInput) {
  const { sql, day, now, actor } = work;
  if (input.signedOn > addDays(day, 365)) {
    const message = '签订日期在一年以后，请核对。';
    const fault = { pointer: '/signedOn', code: 'day-in-future', message };
    throw refused('invalid-input', '合同信息有误。', [fault]);
  }
  const [state] = await sql<
    { starts_on: Day | null; last: number; code: string; seen: string | null }[]
  >`
    select p.starts_on, p.code, coalesce(t.version, 0) as last, t.stated_by as seen
    from we.project p
    left join lateral (
      select version, stated_by from we.contract_terms where project_id = p.id order by version desc limit 1
    ) t on true
    where p.id = ${projectId} for update of p`;
  if (!state) throw hidden();
  const first = state.last === 0;
  const numbers = await numbersOf(work, projectId);
  const fromMonth =
    input.fromMonth ??
    (first ? monthOf(state.starts_on ?? input.signedOn) : addMonths(monthOf(day), 1));
  if (!first && fromMonth <= monthOf(day)) {
    const same = await sameTerms(work, projectId, state.last, numbers, input);
    if (same) return viewOf(state.code, state.last, same.month, same.effective);
    throw new Problem(
      'invalid',
      'terms-past-month',
      `新的合同条款只能从以后的月份起执行，fromMonth 请填 ${addMonths(monthOf(day), 1)} 或更晚。`,
    );
  }
  const again = first ? null : await sameTerms(work, projectId, state.last, numbers, input);
  if (again) return viewOf(state.code, state.last, again.month, again.effective);

  const effective = first || actor.region !== null;
  await insertTerms(work, projectId, state.last + 1, fromMonth, effective, input);
  await savePayers(work, projectId, state.last + 1, numbers, input.payerAccounts ?? []);
  await refreshOpening(work, projectId);
  await unfold(work, wholeSpan(projectId, day));
  await reshape(work, wholeSpan(projectId, day), day);
  await refreshSettlements(work, projectId);
  await allocate(work, projectId);
  const { payerAccounts, ...plain } = input;
  await record(work, projectId, effective ? 'contract.written' : 'contract.proposed', state.code, {
    ...plain,
    fromMonth,
    version: state.last + 1,
    payerAccounts: (payerAccounts ?? []).map((p) => lastFour(p.accountNo)),
    knownAt: now,
  });
  return viewOf(state.code, state.last + 1, fromMonth, effective);
}

const viewOf = (projectCode: string, version: number, fromMonth: Month, effective: boolean) => ({
  projectCode,
  version,
  fromMonth,
  effective,
});

const OPTIONAL = [
  'labourCostFen',
  'labourCostRatio',
  'transferDay',
  'transferMonthOffset',
  'payDay',
  'payMonthOffset',
  'reviewDays',
  'paymentDays',
  'auditClauseText',
  'auditClauseSource',
  'lateRate',
  'countDays',
  'progressPaymentDays',
] as const satisfies readonly (keyof ContractInput)[];

/** What may be left out of a contract, as its columns have it. */
const agreed = (input: ContractInput) => ({
  ...(Object.fromEntries(OPTIONAL.map((key) => [key, input[key] ?? null])) as Record<
    (typeof OPTIONAL)[number],
    string | number | null
  >),
  auditClause: input.auditClause ?? 'none',
});

async function sameTerms(
  { sql }: Work,
  projectId: number,
  version: number,
  { blind }: Numbers,
  input: ContractInput,
) {
  const payers = [
    ...new Set((input.payerAccounts ?? []).map((p) => blind('account', p.accountNo))),
  ].sort();
  const is = agreed(input);
  const [row] = await sql<{ month: Month; effective: boolean }[]>`
    select to_char(from_month, 'YYYY-MM') as month, effective_at is not null as effective from we.contract_terms
    where project_id = ${projectId} and version = ${version} and signed_on = ${input.signedOn}::date and total_fen = ${input.totalFen}
      and contractor_size = ${input.contractorSize}
      and (labour_cost_fen, labour_cost_ratio, transfer_day, transfer_month_offset, pay_day, pay_month_offset,
        review_days, payment_days, audit_clause, audit_clause_text, audit_clause_source, late_rate, count_days,
        progress_payment_days) is not distinct from
        (${is.labourCostFen}::bigint, ${is.labourCostRatio}::numeric(5,4), ${is.transferDay}::int,
        ${is.transferMonthOffset}::int, ${is.payDay}::int, ${is.payMonthOffset}::int,
        ${is.reviewDays}::int, ${is.paymentDays}::int, ${is.auditClause}::text, ${is.auditClauseText}::text,
        ${is.auditClauseSource}::text, ${is.lateRate}::numeric(6,5), ${is.countDays}::int,
        ${is.progressPaymentDays}::int)
      and array(select y.account_bidx collate "C" from we.payer_account y where y.project_id = ${projectId} and y.terms_version = ${version}
        order by 1) = ${payers}::text[]`;
  return row && (input.fromMonth === undefined || input.fromMonth === row.month) ? row : null;
}

async function insertTerms(
  { sql, now, actor }: Work,
  projectId: number,
  version: number,
  fromMonth: Month,
  effective: boolean,
  input: ContractInput,
) {
  const is = agreed(input);
  const verdict = verdictOf(input.auditClauseText);
  await sql`insert into we.contract_terms (project_id, version, from_month, signed_on, total_fen, contractor_size,
      labour_cost_fen, labour_cost_ratio, transfer_day, transfer_month_offset, pay_day, pay_month_offset, review_days,
      payment_days, audit_clause, audit_clause_text, audit_clause_source, verdict, late_rate, count_days, progress_payment_days,
      effective_at, confirmed_at, stated_by, known_at)
    values (${projectId}, ${version}, ${firstOf(fromMonth)}, ${input.signedOn}, ${input.totalFen}, ${input.contractorSize},
      ${is.labourCostFen}, ${is.labourCostRatio}, ${is.transferDay}, ${is.transferMonthOffset},
      ${is.payDay}, ${is.payMonthOffset}, ${is.reviewDays}, ${is.paymentDays},
      ${is.auditClause}, ${is.auditClauseText}, ${is.auditClauseSource}, ${verdict && JSON.stringify(verdict)}::jsonb,
      ${is.lateRate}, ${is.countDays}, ${is.progressPaymentDays}, ${effective ? now : null},
      ${actor.region === null ? null : now}, ${actor.holder}, ${now})`;
}

async function savePayers(
  { sql, now }: Work,
  projectId: number,
  version: number,
  { blind, seal }: Numbers,
  payers: { name: string; accountNo: string }[],
) {
  for (const payer of payers) {
    await sql`insert into we.payer_account (project_id, terms_version, account_bidx, name, account_cipher, last4, known_at)
      values (${projectId}, ${version}, ${blind('account', payer.accountNo)}, ${payer.name}, ${seal(payer.accountNo)},
        ${lastFour(payer.accountNo)}, ${now})
      on conflict do nothing`;
  }
}

/** 当月产值: with a ratio it gives the month's instalment. A changed value is a new version. */
export async function putProgress(
  work: Work,
  projectId: number,
  month: Month,
  input: { valueFen: number; confirmedOn: Day },
) {
  const { sql, now, day } = work;
  await lockDuties(work, projectId);
  const [row] = await sql<{ version: number }[]>`
    insert into we.progress (project_id, month, version, value_fen, confirmed_on, known_at)
    select ${projectId}, ${firstOf(month)}::date, coalesce(max(version), 0) + 1, ${input.valueFen}::bigint, ${input.confirmedOn}::date, ${now}
    from we.progress where project_id = ${projectId} and month = ${firstOf(month)}::date
    having coalesce((array_agg(value_fen order by version desc))[1], -1) <> ${input.valueFen}::bigint
    on conflict do nothing returning version`;
  if (row) {
    await unfold(work, wholeSpan(projectId, day));
    await reshape(work, wholeSpan(projectId, day), day);
    await allocate(work, projectId);
    await record(work, projectId, 'progress.written', month, { ...input, version: row.version });
  }
  return { month, ...input };
}

/** 参建单位: a subcontractor or supervisor joins the project, or its dates change. */
export async function putParticipant(
  work: Work,
  projectId: number,
  uscc: string,
  input: {
    role: string;
    entersOn?: Day | undefined;
    exitsOn?: Day | undefined;
    payDay?: number | undefined;
    payMonthOffset?: number | undefined;
  },
) {
  const { sql, now } = work;
  if ((await unknownCompanies(work, [uscc])).size > 0) {
    throw refused('invalid-input', '参建单位有误。', [
      {
        pointer: '/uscc',
        code: 'company-unknown',
        message: '该单位尚未登记，请先 PUT /companies/{uscc} 登记。',
      },
    ]);
  }
  if (input.payDay !== undefined || input.payMonthOffset !== undefined) {
    throw new Problem(
      'invalid',
      'own-terms-unsupported',
      '参建单位自己的发薪日暂不支持，请按总承包合同约定执行，去掉 payDay 和 payMonthOffset。',
    );
  }
  await sql`insert into we.participant (project_id, company_id, role, enters_on, exits_on, known_at)
    values (${projectId}, ${uscc}, ${input.role}, ${input.entersOn ?? null}, ${input.exitsOn ?? null}, ${now})
    on conflict (project_id, company_id) do update set role = excluded.role, enters_on = excluded.enters_on, exits_on = excluded.exits_on`;
  await sql`insert into we.project_party (company_id, project_id, role, known_at) values (${uscc}, ${projectId}, ${input.role}, ${now})
    on conflict do nothing`;
  await record(work, projectId, 'participant.written', uscc, { ...input });
  return { uscc, ...input };
}
